package io.twinspan.it.endurance;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.load.Load;
import io.twinspan.testkit.load.Stream;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.OddRecords;
import io.twinspan.testkit.record.SizedRecords;
import io.twinspan.testkit.record.SometimesTombstone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The topics of these tests, of all kinds, and what is written to them. Stateless. */
final class Streams {
    private Streams() {}

    static final String PREFIX = "kills-";
    static final String COMPACTED = PREFIX + "compacted";
    static final int TOMBSTONE_EVERY = 10;

    /** Topics in which every offset is a record, on both sides: the difference of their ends is the lag. */
    static final Map<String, Integer> PLAIN = Map.of(PREFIX + "lz4", 3, PREFIX + "zstd", 2, PREFIX + "tiny", 2);

    /** The compacted topic is small, so that its cleaner runs all the time. */
    static final Map<String, String> COMPACTED_SETTINGS = Map.of(
            "cleanup.policy", "compact",
            "min.cleanable.dirty.ratio", "0.01",
            "segment.bytes", Integer.toString(1 << 20));

    /** Two records of every key, on average, in what the smallest segment holds. */
    static SizedRecords compacted(long seed) {
        return SizedRecords.of(seed, 4_000, 120);
    }

    /** All streams of a load: about 2,500 records and 2 MB per second. */
    static List<Stream> all(long seed, SizedRecords compacted) {
        Map<String, Object> filled = Map.of("linger.ms", 20, "batch.size", 32 << 10);
        return List.of(
                Stream.plain(PREFIX + "lz4", 3, JsonRecords.of(JsonRecords.Kind.ORDERS, seed), 1_000, "lz4", filled),
                Stream.plain(PREFIX + "zstd", 2, JsonRecords.of(JsonRecords.Kind.EVENTS, seed), 600, "zstd", filled),
                Stream.plain(
                        PREFIX + "tiny", 2, OddRecords.of(seed), 200, "none", Map.of("linger.ms", 0, "batch.size", 1)),
                transactional(seed + 1),
                transactional(seed + 2),
                new Stream(
                        COMPACTED,
                        1,
                        new SometimesTombstone(compacted, TOMBSTONE_EVERY),
                        150,
                        false,
                        // In flight alone, so that not even a broken connection makes the producer repeat a record.
                        Map.of("compression.type", "snappy", "max.in.flight.requests.per.connection", 1)));
    }

    private static Stream transactional(long seed) {
        return Stream.transactional(
                PREFIX + "transactions", 2, JsonRecords.of(JsonRecords.Kind.USERS, seed), 250, PREFIX + seed);
    }

    /** Creates the topics and starts to write. */
    static Load start(KafkaCluster cluster, long seed, SizedRecords compacted) {
        var partitions = new HashMap<String, Integer>();
        List<Stream> streams = all(seed, compacted);
        streams.forEach(stream -> partitions.put(stream.topic(), stream.partitions()));
        partitions.forEach((topic, count) ->
                cluster.createTopic(topic, count, topic.equals(COMPACTED) ? COMPACTED_SETTINGS : Map.of()));
        return Load.start(cluster.clientProperties(), streams);
    }
}
