package io.twinspan.it.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.model.position.PositionMap;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.OddRecords;
import io.twinspan.testkit.record.SometimesTombstone;
import io.twinspan.testkit.record.TopicLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records that go through Connect one by one, in a worker with exactly-once sources. */
class RecordModeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FILTER = "org.apache.kafka.connect.transforms.Filter";
    private static final String IS_TOMBSTONE = "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone";

    private static final int POSITIONS_PARTITIONS = 5;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;

    private final List<String> connectors = new ArrayList<>();

    @BeforeAll
    static void startEverything() {
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2").start();
        connect = EmbeddedConnect.start(target, "record-workers", Map.of("exactly.once.source.support", "enabled"));
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
    }

    @AfterEach
    void deleteConnectors() {
        connectors.forEach(connect::delete);
    }

    @Test
    void copiesEveryKindOfRecordExactlyOnceOverRestartsAndMapsItsOffsets() {
        LoadedTopic odd = TopicLoader.of(source, "odd").partitions(3).create().load(OddRecords.of(1), 500);
        start("odd-link", Map.of("topics", "odd", "link.mode", "record", "exactly.once.support", "required"));
        soon(() -> assertCopied("odd"));
        for (int round = 0; round < 3; round++) {
            odd.loadInTransactions(JsonRecords.of(JsonRecords.Kind.ORDERS, round), 500, 50, 3);
            connect.restart("odd-link");
        }
        soon(() -> assertCopied("odd"));

        soon(() -> assertThat(mapped("odd", 0)).isEqualTo(at("dc1.odd", 0).size()));
        assertThat(connect.offsets("odd-link").body())
                .contains("{\"cluster\":\"dc1\",\"partition\":0,\"topic\":\"odd\"}");
    }

    @Test
    void dropsWhatATransformationDrops() {
        TopicLoader.of(source, "alive")
                .create()
                .load(new SometimesTombstone(JsonRecords.of(JsonRecords.Kind.USERS, 1), 10), 1_000);
        start(
                "alive-link",
                Map.of(
                        "topics", "alive",
                        "transforms", "drop",
                        "transforms.drop.type", FILTER,
                        "transforms.drop.predicate", "tombstone",
                        "predicates", "tombstone",
                        "predicates.tombstone.type", IS_TOMBSTONE));

        List<String> expected = new ArrayList<>(Traffic.values(source, "alive").getOrDefault(0, List.of()));
        expected.removeIf(String::isEmpty);
        assertThat(expected).hasSizeBetween(500, 999);
        soon(() -> assertThat(Traffic.values(target, "dc1.alive")).isEqualTo(Map.of(0, expected)));
        connect.restart("alive-link");
        soon(() -> assertThat(mapped("alive", 0)).isEqualTo(expected.size()));
    }

    @Test
    void batchModeAndRecordModeTakeOverFromEachOther() {
        LoadedTopic both = TopicLoader.of(source, "both").partitions(2).create();
        List<Map<String, String>> modes =
                List.of(Map.of(), Map.of("link.mode", "record"), Map.of(), Map.of("link.mode", "record"));
        for (int round = 0; round < modes.size(); round++) {
            both.load(JsonRecords.of(JsonRecords.Kind.USERS, round), 1_000);
            var more = new HashMap<>(modes.get(round));
            more.put("topics", "both");
            start("both-link", more);
            soon(() -> assertCopied("both"));
            connect.stop("both-link");
            soon(() -> assertThat(connect.taskStates("both-link")).isEmpty());
            connect.resume("both-link");
        }
        soon(() -> assertCopied("both"));
        soon(() -> assertThat(mapped("both", 0)).isEqualTo(at("dc1.both", 0).size()));
    }

    @Test
    void aConverterThatChangesRecordsIsNoticed() {
        source.createTopic("text", 1);
        Traffic.produce(source, "text", 1, 0, 10);
        try (EmbeddedConnect json = EmbeddedConnect.start(
                target,
                "json-workers",
                Map.of(
                        "key.converter", "org.apache.kafka.connect.json.JsonConverter",
                        "value.converter", "org.apache.kafka.connect.json.JsonConverter"))) {
            var config = config("text-link", Map.of("topics", "text", "link.mode", "record"));
            assertThat(json.put("text-link", config)).matches(Reply::isOk);

            soon(() -> assertThat(json.taskStates("text-link")).containsExactly("FAILED"));
            assertThat(json.status("text-link").body()).contains("ByteArrayConverter");
        }
    }

    private static void assertCopied(String topic) throws Exception {
        assertThat(target.admin().listTopics().names().get()).contains("dc1." + topic);
        ClusterComparison.compare(source.clientProperties(), topic, target.clientProperties(), "dc1." + topic)
                .verify();
    }

    /** Checks that each source record is mapped to its copy, and that the stored map ends where both topics do. */
    private static int mapped(String topic, int partition) {
        List<ConsumerRecord<byte[], byte[]>> originals = at(source, topic, partition);
        if (topic.equals("alive")) {
            originals.removeIf(record -> record.value() == null);
        }
        List<ConsumerRecord<byte[], byte[]>> copies = at("dc1." + topic, partition);
        PositionMap map = map(topic, partition);
        int found = 0;
        for (int i = 0; i < Math.min(originals.size(), copies.size()); i++) {
            if (map.containsSource(originals.get(i).offset())) {
                assertThat(map.toTarget(originals.get(i).offset()))
                        .hasValue(copies.get(i).offset());
                found++;
            }
        }
        return found;
    }

    private static PositionMap map(String topic, int partition) {
        var pages = new LaneRuns();
        Tip tip = null;
        int home = PositionRecords.partitionOf(topic, partition, POSITIONS_PARTITIONS);
        for (ConsumerRecord<byte[], byte[]> record : at("mm2-positions.dc1.internal", home)) {
            PositionRecord decoded = PositionRecords.decode(record.key(), record.value());
            if (decoded instanceof RunsPage page
                    && page.lane().topic().equals(topic)
                    && page.lane().partition() == partition) {
                pages.put(page);
            } else if (decoded instanceof TipRecord stored
                    && stored.tip().lane().topic().equals(topic)
                    && stored.tip().lane().partition() == partition) {
                tip = stored.tip();
            }
        }
        return PositionMap.of(pages.runs(), tip);
    }

    private static List<ConsumerRecord<byte[], byte[]>> at(String topic, int partition) {
        return at(target, topic, partition);
    }

    private static List<ConsumerRecord<byte[], byte[]>> at(EmbeddedCluster cluster, String topic, int partition) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("isolation.level", "read_committed");
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var wanted = new TopicPartition(topic, partition);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(wanted));
            consumer.seekToBeginning(List.of(wanted));
            long end = consumer.endOffsets(List.of(wanted)).getOrDefault(wanted, 0L);
            while (consumer.position(wanted) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private void start(String name, Map<String, String> more) {
        Reply reply = connect.put(name, config(name, more));
        connectors.add(name);
        assertThat(reply).matches(Reply::isOk);
    }

    private static Map<String, String> config(String name, Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", name);
        config.put("connector.class", "io.twinspan.connect.source.LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties().forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties().forEach((key, value) -> config.put("target.cluster." + key, value));
        config.put("replication.factor", "1");
        config.put("positions.topic.replication.factor", "1");
        config.put("refresh.topics.interval.seconds", "1");
        config.put("link.tip.interval.ms", "300");
        config.put("consumer.poll.timeout.ms", "200");
        config.putAll(more);
        return config;
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
    }
}
