/**
 * Whether the target holds what the source holds: reads both logs and compares them through the link's stored positions.
 *
 * <p>Read {@link io.twinspan.control.verify.Verification} first (a run, step by step), then
 * {@link io.twinspan.control.verify.PartitionTask} (one partition). The comparing itself is in
 * {@link io.twinspan.control.verify.compare}, what can be compared is found in {@link io.twinspan.control.verify.plan}, and what comes out
 * is in {@link io.twinspan.control.verify.result}.
 *
 * <p>A run is confined to the thread of its host, which gives it its time by {@code step} and its rate by the request. At full speed, a
 * {@link io.twinspan.control.verify.Crew} compares in two threads within a step; a partition is compared by one of them only.
 */
@NullMarked
package io.twinspan.control.verify;

import org.jspecify.annotations.NullMarked;
