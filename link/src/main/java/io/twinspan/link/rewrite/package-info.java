/**
 * From fetched batches to batches that the target accepts: most as they are, some rebuilt, small ones merged.
 *
 * <p>Read {@link io.twinspan.link.rewrite.Sieve} first, which takes a fetch answer apart and decides what happens to each batch,
 * then {@link io.twinspan.link.rewrite.Stamp}, which makes a batch the lane's own just before it is appended.
 * {@link io.twinspan.link.rewrite.Rebuild} and {@link io.twinspan.link.rewrite.Merger} open batches: they rewrite the few
 * leading bytes of each record and copy the rest as a block.
 *
 * <p>Nothing here does input or output, or reads a clock. A lane owns one of each; all are confined to the link thread. What
 * comes from the network is taken for hostile: it ends in a {@link io.twinspan.link.rewrite.DamagedBatch}, never in another error.
 */
@NullMarked
package io.twinspan.link.rewrite;

import org.jspecify.annotations.NullMarked;
