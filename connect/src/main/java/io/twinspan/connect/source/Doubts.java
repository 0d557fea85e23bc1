package io.twinspan.connect.source;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord.Undecodable;
import io.twinspan.model.wire.PositionRecord.Undecodable.Reason;
import io.twinspan.model.wire.PositionRecords;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of the positions topic that cannot be read and say something of partitions that are wanted: of each key the last, until
 * a readable one or a tombstone comes after it. Confined to one thread.
 */
final class Doubts {
    private final Map<PositionKey, Doubt> byKey = new LinkedHashMap<>();
    private final Map<Integer, Doubt> newerKeys = new HashMap<>();
    private int partitions;

    /** A record that cannot be read, and where it is. Immutable. */
    record Doubt(String topic, int partition, long offset, Undecodable what) {
        boolean isNewer() {
            return what.reason() == Reason.NEWER_VERSION;
        }

        /** For people. */
        @Override
        public String toString() {
            return "the record at offset " + offset + " of " + topic + "-" + partition + " cannot be read ("
                    + what.detail() + ")";
        }
    }

    /** How many partitions the positions topic has, as far as its records show. */
    void partitions(int count) {
        partitions = count;
    }

    /** Notes a record that cannot be read. */
    void add(ConsumerRecord<byte[], byte[]> record, Undecodable what, Predicate<TopicPartition> wanted) {
        var doubt = new Doubt(record.topic(), record.partition(), record.offset(), what);
        PositionKey about = PositionRecords.about(record.key());
        if (about == null) {
            if (doubt.isNewer()) {
                newerKeys.putIfAbsent(record.partition(), doubt);
            }
        } else if (wanted.test(new TopicPartition(about.topic(), about.partition()))) {
            byKey.put(about, doubt);
        }
    }

    /** A readable record or a tombstone came: what was under its key before does not count. */
    void settled(PositionKey key) {
        byKey.remove(key);
    }

    /** What is wrong with the record of the partition's generation; null if nothing is. */
    @Nullable
    Doubt ofGeneration(TopicPartition partition) {
        return byKey.get(new PositionKey.OfGeneration(partition.topic(), partition.partition()));
    }

    /** A position, start or page of the partition that a newer version wrote, in this generation or a later one; null if none. */
    @Nullable
    Doubt newer(TopicPartition partition, int generation) {
        return find(partition, generation, true);
    }

    /** A position, start or page of the partition that cannot be read, in this generation or a later one; null if none. */
    @Nullable
    Doubt any(TopicPartition partition, int generation) {
        return find(partition, generation, false);
    }

    /** A record under a key of a newer version that may be about the partition; null if none. */
    @Nullable
    Doubt underNewerKey(TopicPartition partition) {
        if (partitions == 0) {
            return null;
        }
        return newerKeys.get(PositionRecords.partitionOf(partition.topic(), partition.partition(), partitions));
    }

    private @Nullable Doubt find(TopicPartition partition, int generation, boolean onlyNewer) {
        for (Map.Entry<PositionKey, Doubt> entry : byKey.entrySet()) {
            if (entry.getKey() instanceof PositionKey.OfLane about
                    && tellsThePosition(about)
                    && about.topic().equals(partition.topic())
                    && about.partition() == partition.partition()
                    && about.lane().generation() >= generation
                    && (!onlyNewer || entry.getValue().isNewer())) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static boolean tellsThePosition(PositionKey.OfLane about) {
        return about instanceof PositionKey.OfTip
                || about instanceof PositionKey.OfStart
                || about instanceof PositionKey.OfRuns;
    }

    /** A lane of the partition that such a record names; null if there is none. */
    @Nullable
    LaneId lane(TopicPartition partition) {
        return byKey.keySet().stream()
                .filter(PositionKey.OfLane.class::isInstance)
                .map(key -> ((PositionKey.OfLane) key).lane())
                .filter(lane -> lane.topic().equals(partition.topic()) && lane.partition() == partition.partition())
                .findFirst()
                .orElse(null);
    }
}
