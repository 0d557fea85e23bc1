package io.twinspan.bench.load;

import java.util.List;

/**
 * A filled source topic and what a reader of committed data finds in it. Immutable.
 *
 * @param visible the number of records of each partition that a copy must have
 * @param wireBytes the size of its batches, as stored and sent
 * @param payloadBytes keys and values of the visible records
 * @param seconds how long the loading took
 */
public record LoadedTopic(
        Workload workload, String topic, List<Long> visible, long wireBytes, long payloadBytes, double seconds) {
    public LoadedTopic {
        visible = List.copyOf(visible);
    }

    /** Records that a copy must have, all partitions. */
    public long records() {
        return visible.stream().mapToLong(Long::longValue).sum();
    }

    public int partitions() {
        return visible.size();
    }

    /** Wire size in GB (10^9 bytes). */
    public double gigabytes() {
        return wireBytes / 1e9;
    }
}
