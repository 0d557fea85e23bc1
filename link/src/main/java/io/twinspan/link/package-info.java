/**
 * The data plane: copies record batches from one cluster to another, in order, once, unopened.
 *
 * <p>This root package is all that other modules see: a {@link io.twinspan.link.Link} copies the partitions that its
 * {@link io.twinspan.link.LaneSpec lanes} name, and hands out position records for its host to store. Start reading at
 * {@link io.twinspan.link.Link}, then {@code link.lane.Lane}, the state machine of one partition.
 *
 * <p>A {@link io.twinspan.link.BatchScan} only reads: batches of both clusters, for whoever compares them.
 *
 * <p>A link is one thread: its host's, inside {@link io.twinspan.link.Link#poll}. There are no locks, and no other threads.
 */
@NullMarked
package io.twinspan.link;

import org.jspecify.annotations.NullMarked;
