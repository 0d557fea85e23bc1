package io.twinspan.app.cli;

import io.twinspan.control.orphan.OrphanCount;
import io.twinspan.control.orphan.OrphanCount.Orphans;
import io.twinspan.control.orphan.OrphanRange;
import io.twinspan.control.scene.Scene;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What {@code orphans --json} prints. Immutable.
 *
 * @param bytes of keys and values
 */
record OrphansReport(String link, long records, long bytes, List<Partition> partitions, List<String> remarks) {
    OrphansReport {
        partitions = List.copyOf(partitions);
        remarks = List.copyOf(remarks);
    }

    /**
     * The orphans of one stretch of a partition. Immutable.
     *
     * @param replayedBelow below which offset they were appended to the copy, by {@code orphans replay}; 0 for none
     */
    record Partition(
            String topic,
            int partition,
            String copy,
            long records,
            long bytes,
            long firstOffset,
            long lastOffset,
            Instant firstTimestamp,
            Instant lastTimestamp,
            long replayedBelow) {}

    static OrphansReport of(OrphansCommand.Found found, OrphanCount count, Map<OrphanRange, Long> replayed) {
        Scene scene = found.scene();
        List<Partition> partitions = count.all().stream()
                .map(orphans -> partition(orphans, replayed))
                .toList();
        return new OrphansReport(
                scene.link().name().toString(),
                count.records(),
                partitions.stream().mapToLong(Partition::bytes).sum(),
                partitions,
                found.remarks());
    }

    private static Partition partition(Orphans orphans, Map<OrphanRange, Long> replayed) {
        TopicPartition copy = orphans.range().copy();
        return new Partition(
                orphans.range().partition().topic(),
                orphans.range().partition().partition(),
                copy.topic(),
                orphans.records(),
                orphans.bytes(),
                orphans.firstOffset(),
                orphans.lastOffset(),
                Instant.ofEpochMilli(orphans.firstMs()),
                Instant.ofEpochMilli(orphans.lastMs()),
                replayed.getOrDefault(orphans.range(), 0L));
    }
}
