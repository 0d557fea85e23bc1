package io.twinspan.bench.faults.scene;

import io.twinspan.testkit.load.Stream;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.OddRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics of one act, and what is written to them: filled batches, tiny ones, transactions of which some abort; and, for faults that
 * hit one topic alone, that topic. Immutable.
 *
 * @param prefix that no act before had
 * @param withHit whether there is a topic of which a policy may speak
 */
public record Topics(String prefix, long seed, boolean withHit) {
    private static final int HIT_PER_SECOND = 100;

    /** The topic that a fault hits alone. */
    public String hit() {
        return prefix + "hit";
    }

    /** What is written to all topics but that one. */
    public List<Stream> streams() {
        return List.of(
                Stream.plain(
                        prefix + "orders",
                        3,
                        JsonRecords.of(JsonRecords.Kind.ORDERS, seed),
                        500,
                        "lz4",
                        Map.of("linger.ms", 20, "batch.size", 32 << 10)),
                Stream.plain(
                        prefix + "tiny", 2, OddRecords.of(seed), 120, "none", Map.of("linger.ms", 0, "batch.size", 1)),
                transactional(1),
                transactional(2));
    }

    private Stream transactional(int producer) {
        return Stream.transactional(
                prefix + "txn", 2, JsonRecords.of(JsonRecords.Kind.USERS, seed + producer), 100, prefix + producer);
    }

    /** What is written to the topic that is hit, with so many partitions. */
    public Stream hitStream(int partitions, long part) {
        return Stream.plain(
                hit(),
                partitions,
                JsonRecords.of(JsonRecords.Kind.EVENTS, seed + 10 + part),
                HIT_PER_SECOND,
                "zstd",
                Map.of("linger.ms", 10));
    }

    /** All topics but the one that is hit, and how many partitions they have. */
    public Map<String, Integer> others() {
        Map<String, Integer> partitions = new TreeMap<>();
        streams().forEach(stream -> partitions.put(stream.topic(), stream.partitions()));
        return partitions;
    }

    /** All partitions of those. */
    public List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        others().forEach((topic, count) -> {
            for (int p = 0; p < count; p++) {
                all.add(new TopicPartition(topic, p));
            }
        });
        return all;
    }
}
