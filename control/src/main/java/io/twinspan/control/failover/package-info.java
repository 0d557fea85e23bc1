/**
 * Moves producers and consumers of a link from its source to its target, planned or in an emergency, and back.
 *
 * <p>Read {@link io.twinspan.control.failover.Failover} for the whole, then the steps in the order in which it lists them. What a step needs to be
 * continued or taken back is in its notes, as JSON. Everything is confined to the thread of the operation; notes are immutable.
 */
@NullMarked
package io.twinspan.control.failover;

import org.jspecify.annotations.NullMarked;
