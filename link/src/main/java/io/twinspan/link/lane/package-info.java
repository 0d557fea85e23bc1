/**
 * One partition's in-order pipeline: a pure state machine. Fetched batches and answers go in, batches to append and positions to
 * store come out; time is an argument; there is no I/O, no clock and no thread.
 *
 * <p>Start at {@link io.twinspan.link.lane.Lane}; then {@link io.twinspan.link.lane.Window} (what is queued and in flight),
 * {@link io.twinspan.link.lane.Progress} (what is confirmed) and {@link io.twinspan.link.lane.Alignment} (how a position is found
 * again). Confined to the link thread.
 */
@NullMarked
package io.twinspan.link.lane;

import org.jspecify.annotations.NullMarked;
