/**
 * Keeps producers from writing to the topics of a cluster, for as long as an operation needs it, and proves that it does.
 *
 * <p>Read {@link io.twinspan.control.fence.FenceKind}, then {@link io.twinspan.control.fence.AclFence}. What is put into a cluster is told before
 * it is, so that exactly that can be taken away again. Everything is confined to its caller's thread, or immutable.
 */
@NullMarked
package io.twinspan.control.fence;

import org.jspecify.annotations.NullMarked;
