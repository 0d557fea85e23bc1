package io.twinspan.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one run cost. Immutable.
 *
 * @param loadAverage the machine's, as the run began: what else kept it busy
 * @param fromMillis when the first record became visible, in milliseconds since 1970
 * @param toMillis when the last one did
 * @param startSeconds from the start of the process to the first visible record
 * @param startCpuSeconds what the process used until then
 * @param wallSeconds from the first visible record to the last
 * @param cpu what the process used between these two
 * @param allocatedBytes on the heap, in the window, from the collector's log; precise to about one young generation
 * @param targetWireBytes what the target stores
 */
public record CopyResult(
        String tool,
        String topic,
        int round,
        double loadAverage,
        long fromMillis,
        long toMillis,
        double startSeconds,
        double startCpuSeconds,
        double wallSeconds,
        long records,
        long sourceWireBytes,
        long targetWireBytes,
        CpuTimes cpu,
        double sourceBrokerCpuSeconds,
        double targetBrokerCpuSeconds,
        long peakRssBytes,
        long allocatedBytes,
        int collections) {

    @JsonProperty
    public double recordsPerSecond() {
        return records / wallSeconds;
    }

    /** In 10^6 bytes of the source. */
    @JsonProperty
    public double megabytesPerSecond() {
        return sourceWireBytes / 1e6 / wallSeconds;
    }

    /** By 10^9 bytes of the source. */
    @JsonProperty
    public double cpuSecondsPerGigabyte() {
        return cpu.total() / (sourceWireBytes / 1e9);
    }
}
