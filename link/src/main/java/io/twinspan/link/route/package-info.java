/**
 * Finds things in a cluster: who leads a partition, and which offsets it has. Start at {@link io.twinspan.link.route.Routes}.
 *
 * <p>Confined to the link thread.
 */
@NullMarked
package io.twinspan.link.route;

import org.jspecify.annotations.NullMarked;
