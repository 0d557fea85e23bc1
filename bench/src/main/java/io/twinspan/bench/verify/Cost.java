package io.twinspan.bench.verify;

import io.twinspan.bench.measure.CpuTimes;

/**
 * What a process cost from its start to its end. Immutable.
 *
 * @param loadAverage the machine's, as it began: what else kept it busy
 * @param fromMillis when it began, in milliseconds since 1970
 * @param toMillis when it ended
 * @param busyCores how many cores were busy on average, with anything at all
 */
public record Cost(
        double loadAverage,
        long fromMillis,
        long toMillis,
        double wallSeconds,
        CpuTimes cpu,
        long peakRssBytes,
        BrokerCost source,
        BrokerCost target,
        double busyCores) {

    /**
     * What a broker did meanwhile. Immutable.
     *
     * @param diskBytes what it had to read from the disk, since it was not in memory
     */
    public record BrokerCost(double cpuSeconds, long diskBytes) {}
}
