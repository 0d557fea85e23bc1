package io.twinspan.bench.latency;

import org.HdrHistogram.Histogram;

/** Latency in milliseconds. Immutable. */
public record Percentiles(long samples, double p50, double p90, double p99, double p999, double max) {

    static Percentiles of(Histogram micros) {
        return new Percentiles(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }
}
