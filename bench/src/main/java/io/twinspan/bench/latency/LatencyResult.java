package io.twinspan.bench.latency;

/**
 * One run at a steady rate. Immutable.
 *
 * @param source from produce to visible in the source
 * @param target from produce to visible in the target
 * @param cpuSeconds what the program used while it was measured
 */
public record LatencyResult(
        String tool,
        int round,
        double loadAverage,
        int recordsPerSecond,
        double measuredSeconds,
        Percentiles source,
        Percentiles target,
        double cpuSeconds,
        double sourceBrokerCpuSeconds,
        double targetBrokerCpuSeconds,
        long peakRssBytes) {}
