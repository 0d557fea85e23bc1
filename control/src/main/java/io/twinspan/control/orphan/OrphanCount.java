package io.twinspan.control.orphan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts orphans by partition. Confined to one thread. */
public final class OrphanCount implements OrphanScan.Sink {
    private final Map<OrphanRange, Counter> counters = new TreeMap<>(OrphanRange.ORDER);

    /** What is counted of one stretch. Confined to one thread. */
    private static final class Counter {
        private long records;
        private long bytes;
        private long firstOffset = -1;
        private long lastOffset = -1;
        private long firstMs = Long.MAX_VALUE;
        private long lastMs = -1;

        void add(ConsumerRecord<byte[], byte[]> orphan) {
            records++;
            bytes += Math.max(0, orphan.serializedKeySize()) + (long) Math.max(0, orphan.serializedValueSize());
            firstOffset = firstOffset < 0 ? orphan.offset() : firstOffset;
            lastOffset = orphan.offset();
            firstMs = Math.min(firstMs, orphan.timestamp());
            lastMs = Math.max(lastMs, orphan.timestamp());
        }
    }

    /**
     * The orphans of one stretch. Immutable.
     *
     * @param records how many there are, at least one
     * @param bytes of their keys and values
     * @param firstOffset of the first of them
     * @param lastOffset of the last of them
     * @param firstMs the earliest of their timestamps, in milliseconds since the epoch
     * @param lastMs the latest of them
     */
    public record Orphans(
            OrphanRange range,
            long records,
            long bytes,
            long firstOffset,
            long lastOffset,
            long firstMs,
            long lastMs) {}

    @Override
    public void orphan(OrphanRange range, ConsumerRecord<byte[], byte[]> orphan) {
        counters.computeIfAbsent(range, unused -> new Counter()).add(orphan);
    }

    /** Those that there are, in the order of partitions. */
    public List<Orphans> all() {
        return counters.entrySet().stream()
                .map(one -> {
                    Counter of = one.getValue();
                    return new Orphans(
                            one.getKey(), of.records, of.bytes, of.firstOffset, of.lastOffset, of.firstMs, of.lastMs);
                })
                .toList();
    }

    /** How many there are in all. */
    public long records() {
        return counters.values().stream().mapToLong(one -> one.records).sum();
    }
}
