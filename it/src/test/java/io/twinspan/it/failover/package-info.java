/**
 * Moves of clients between two real clusters, by the command in a process of its own, while producers and consumers run. Read
 * {@link io.twinspan.it.failover.MoveStage} first.
 */
@NullMarked
package io.twinspan.it.failover;

import org.jspecify.annotations.NullMarked;
