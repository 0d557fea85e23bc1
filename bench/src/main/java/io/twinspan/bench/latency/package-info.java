/**
 * Measures how long a record takes from its producer to a reader of the copy, at a steady rate.
 *
 * <p>{@link io.twinspan.bench.latency.LatencyRun} does a run and returns a {@link io.twinspan.bench.latency.LatencyResult}; its producer
 * ({@link io.twinspan.bench.latency.SteadyProducer}) and its two readers ({@link io.twinspan.bench.latency.StampReader}), one of the source and one of
 * the target, are threads of this process, so that one clock stamps all.
 */
@NullMarked
package io.twinspan.bench.latency;

import org.jspecify.annotations.NullMarked;
