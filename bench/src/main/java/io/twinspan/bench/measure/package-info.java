/**
 * Measures one program copying one topic.
 *
 * <p>{@link io.twinspan.bench.measure.CopyRun} does a run and returns a {@link io.twinspan.bench.measure.CopyResult}. The window that counts goes from the
 * moment a first record is visible in the target to the moment the last one is; what came before is start-up. CPU time is what Linux counts
 * ({@link io.twinspan.bench.measure.ThreadCpu}), allocation is worked out from the collector's log ({@link io.twinspan.bench.measure.GcLog}).
 */
@NullMarked
package io.twinspan.bench.measure;

import org.jspecify.annotations.NullMarked;
