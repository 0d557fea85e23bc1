package io.twinspan.it.orphan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.orphan.OrphanRange;
import io.twinspan.control.orphan.OrphanReplay;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orphans are appended once, whoever replays them, and however often. Each test has topics of its own. */
class OrphanReplayIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Uuid ID = Uuid.randomUuid();

    private static EmbeddedCluster target;

    @BeforeAll
    static void startCluster() {
        target = EmbeddedCluster.builder("dc2").start();
    }

    @AfterAll
    static void stopCluster() {
        target.close();
    }

    @Test
    void appendsEachOnceToItsOwnPartition() {
        target.createTopic("own", 2);
        List<OrphanRange> ranges = List.of(range("own", 0, ID, 10, 20), range("own", 1, ID, 0, 2_500));
        try (Scene scene = scene()) {
            assertThat(replay(scene, null, ranges)).isEqualTo(2_510);
            assertThat(replay(scene, null, ranges)).as("again").isZero();
            List<OrphanRange> more = List.of(ranges.get(0), range("own", 0, ID, 20, 23), ranges.get(1));
            assertThat(replay(scene, null, more)).as("more of them").isEqualTo(3);
            assertThat(OrphanReplay.doneBefore(scene, more))
                    .containsEntry(more.get(1), 23L)
                    .containsEntry(ranges.get(1), 2_500L);
        }

        List<ConsumerRecord<byte[], byte[]>> first = read("own", 0);
        assertThat(first).hasSize(13).allSatisfy(record -> {
            assertThat(record.headers().toArray())
                    .singleElement()
                    .satisfies(header -> assertThat(header.key()).isEqualTo("h"));
            assertThat(record.key()).isNull();
        });
        assertThat(first)
                .extracting(record -> new String(record.value(), UTF_8))
                .startsWith("own-0@10", "own-0@11");
        assertThat(first).extracting(ConsumerRecord::timestamp).startsWith(10L, 11L);
        assertThat(read("own", 1))
                .hasSize(2_500)
                .extracting(record -> new String(record.value(), UTF_8))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhereAnotherWasBrokenOffAndFencesIt() {
        target.createTopic("broken", 1);
        OrphanRange range = range("broken", 0, ID, 0, 1_500);
        try (Scene scene = scene();
                var broken = new OrphanReplay(scene, null)) {
            records(range).subList(0, 1_200).forEach(record -> broken.orphan(range, record));
            assertThat(broken.appended()).as("the rest waits").isEqualTo(1_000);

            assertThat(replay(scene, null, List.of(range))).isEqualTo(500);
            assertThatThrownBy(broken::finish).isInstanceOf(TransientFailure.class);
        }
        assertThat(read("broken", 0))
                .hasSize(1_500)
                .extracting(record -> new String(record.value(), UTF_8))
                .doesNotHaveDuplicates();
    }

    @Test
    void aTopicThatWasCreatedAnewBeginsAnew() {
        target.createTopic("anew", 1);
        try (Scene scene = scene()) {
            assertThat(replay(scene, null, List.of(range("anew", 0, ID, 0, 5)))).isEqualTo(5);
            assertThat(replay(scene, null, List.of(range("anew", 0, Uuid.randomUuid(), 0, 3))))
                    .isEqualTo(3);
        }
    }

    @Test
    void intoATopicOfTheirOwnTheySayWhereTheyWere() {
        target.createTopic("shelf", 1);
        OrphanRange range = range("elsewhere", 7, ID, 3, 5);
        try (Scene scene = scene()) {
            assertThat(replay(scene, "shelf", List.of(range))).isEqualTo(2);
            assertThat(replay(scene, "shelf", List.of(range))).isZero();
        }
        assertThat(read("shelf", 0))
                .extracting(record -> new String(
                        record.headers().lastHeader(OrphanReplay.HEADER).value(), UTF_8))
                .containsExactly("elsewhere-7@3", "elsewhere-7@4");
    }

    @Test
    void aMissingTopicOrPartitionIsNamedBefore() {
        target.createTopic("narrow", 1);
        try (Scene scene = scene()) {
            assertThatThrownBy(() -> OrphanReplay.requireRoom(scene, List.of(range("nowhere", 0, ID, 0, 1)), null))
                    .isInstanceOf(Inconsistent.class)
                    .hasMessageContaining("topic nowhere is not on dc2");
            assertThatThrownBy(() -> OrphanReplay.requireRoom(scene, List.of(range("narrow", 1, ID, 0, 1)), null))
                    .isInstanceOf(Inconsistent.class)
                    .hasMessageContaining("narrow-1 is not on dc2");
            OrphanReplay.requireRoom(scene, List.of(range("nowhere", 0, ID, 0, 1)), "narrow");
        }
    }

    private static long replay(Scene scene, String into, List<OrphanRange> ranges) {
        try (var replay = new OrphanReplay(scene, into)) {
            ranges.forEach(range -> records(range).forEach(record -> replay.orphan(range, record)));
            replay.finish();
            return replay.appended();
        }
    }

    private static OrphanRange range(String topic, int partition, Uuid id, long from, long to) {
        var at = new TopicPartition(topic, partition);
        return new OrphanRange(at, id, at, from, to);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(OrphanRange range) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (long offset = range.from(); offset < range.to(); offset++) {
            TopicPartition at = range.partition();
            byte[] value = (at + "@" + offset).getBytes(UTF_8);
            records.add(new ConsumerRecord<>(
                    at.topic(),
                    at.partition(),
                    offset,
                    offset,
                    TimestampType.CREATE_TIME,
                    -1,
                    value.length,
                    null,
                    value,
                    new RecordHeaders().add("h", new byte[] {1}),
                    Optional.empty()));
        }
        return records;
    }

    private static Scene scene() {
        String file = """
                clusters = dc1, dc2
                dc1.bootstrap.servers = localhost:1
                dc2.bootstrap.servers = %s
                dc1->dc2.enabled = true
                positions.topic.replication.factor = 1
                """.formatted(target.bootstrapServers());
        LinkView link = Deployment.of("mm2.properties", file).linkViews().get(0);
        return new Scene(link, null, Clock.systemUTC(), LIMIT);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
        Map<String, Object> settings = new HashMap<>(target.clientProperties());
        settings.put("isolation.level", "read_committed");
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var at = new TopicPartition(topic, partition);
            consumer.assign(List.of(at));
            consumer.seekToBeginning(List.of(at));
            long end = consumer.endOffsets(List.of(at)).get(at);
            while (consumer.position(at) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
