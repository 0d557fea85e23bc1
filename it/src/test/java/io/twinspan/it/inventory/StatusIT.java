package io.twinspan.it.inventory;

import static io.twinspan.it.groups.GroupWorld.commit;
import static io.twinspan.it.groups.GroupWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinspan.it.app.Cli;
import io.twinspan.it.groups.GroupWorld;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.ControlRecords;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.load.Load;
import io.twinspan.testkit.load.Stream;
import io.twinspan.testkit.record.SizedRecords;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status}, {@code topics} and {@code groups} say of a link through its life. */
class StatusIT {
    private static final int PER_SECOND = 400;
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @TempDir
    private static Path directory;

    private static GroupWorld world;
    private static Asked asked;

    @BeforeAll
    static void startEverything() {
        world = new GroupWorld();
        asked = Asked.of(directory, world, "orders");
        world.source.createTopic("orders", 1);
        world.startLink("status", Asked.settings("orders"));
    }

    @AfterAll
    static void stopEverything() {
        world.close();
    }

    @Test
    void aLinkIsToldThroughLoadRestAnOrderToRestTheLossOfItsSourceAndItsEnd() throws Exception {
        underLoad();
        atRest();
        heldWithAGroupAheadOfIt();
        letGo();
        withoutItsSource();
        ended();
    }

    private static void underLoad() {
        try (Load load = load()) {
            soon(() -> {
                JsonNode link = asked.json("status");
                assertThat(link.get("recordsPerSecond").asLong()).isBetween(PER_SECOND / 2L, PER_SECOND * 2L);
                assertThat(link.get("rpoMs").asLong(-1)).isBetween(0L, 2_000L);
                assertThat(link.get("rpoAtMostMs").asLong(-1)).isBetween(0L, 6_000L);
                assertThat(link.get("asOfMs").asLong(-1)).isBetween(0L, 5_000L);
                assertThat(link.at("/tasks/0/lives").asBoolean()).isTrue();
            });
            assertThat(load.acknowledged()).isPositive();
        }
    }

    private static void atRest() {
        soon(() -> {
            JsonNode link = asked.json("status");
            assertThat(link.get("because")).isEmpty();
            assertThat(link.get("safeToCutOver").asBoolean()).isTrue();
            assertThat(link.get("lagRecords").asLong(-1)).isZero();
            assertThat(link.get("rpoMs").asLong(-1)).isZero();
            assertThat(link.get("rpoAtMostMs").asLong(-1)).isZero();
        });
        assertThat(asked.run("status").out()).startsWith("dc1->dc2: safe to cut over: yes\n  up to date");
    }

    private static void heldWithAGroupAheadOfIt() throws Exception {
        say(new LinkHold(Level.HELD, "failover-7", 1_700_000_000_000L, "moving to dc2"));
        soon(() -> {
            JsonNode hold = asked.json("status").get("hold");
            assertThat(hold.path("operation").asText()).isEqualTo("failover-7");
            assertThat(hold.path("obeyed").asBoolean()).isTrue();
        });
        assertThat(asked.because())
                .containsExactly("the link is held and copies nothing, by failover-7 since 2023-11-14T22:13:20Z:"
                        + " moving to dc2");

        long copied = end(world.source, "orders");
        produce(50);
        commit(world.source, "g-shop", Map.of(ORDERS, new OffsetAndMetadata(copied + 30)));
        JsonNode ahead = asked.json("groups").at("/groups/0");
        assertThat(ahead.get("exact").asBoolean()).isFalse();
        assertThat(ahead.get("pending").asBoolean()).isTrue();
        assertThat(ahead.get("rereads").asLong()).isEqualTo(30);
        assertThat(asked.run("groups").exitCode()).isEqualTo(1);
        assertThat(asked.because("--groups"))
                .anyMatch(reason -> reason.contains("is not exact") && reason.contains("g-shop (30 records"));
    }

    private static void letGo() throws Exception {
        say(new LinkHold(Level.FREE, "failover-7", 1_700_000_001_000L, "moved"));
        soon(() -> {
            assertThat(asked.because("--groups")).isEmpty();
            JsonNode group = asked.json("groups", "g-shop").at("/groups/0");
            assertThat(group.get("exact").asBoolean()).isTrue();
            assertThat(group.get("inStep").asBoolean()).isTrue();
            assertThat(group.get("checkpointAgeMs").asLong(-1)).isBetween(0L, 60_000L);
            assertThat(group.at("/positions/0/targetCommitted").asLong())
                    .isEqualTo(group.at("/positions/0/targetOffset").asLong());
        });
    }

    private static void withoutItsSource() throws Exception {
        long before = end(world.source, "orders");
        try (Load load = load()) {
            soon(() -> assertThat(asked.json("status").get("recordsPerSecond").asLong())
                    .isGreaterThan(PER_SECOND / 2));
            world.source.killBroker(0);
            long acknowledged = before + load.acknowledged();
            soon(() -> assertThat(asked.json("topics", "--partitions")
                            .at("/topics/0/partitions/0/endAgeMs")
                            .asLong())
                    .isGreaterThan(3_000));

            JsonNode link = asked.json("status");
            long missing = Math.max(0, acknowledged - end(world.target, "dc1.orders"));
            assertThat(link.at("/source/reached").asBoolean()).isFalse();
            assertThat(link.get("rpoAtMostRecords").asLong(-1)).isBetween(missing, missing + 2 * PER_SECOND);
            assertThat(link.get("rpoMs").asLong(-1)).isBetween(0L, 2_000L);
            assertThat(link.get("rpoAtMostMs").asLong(-1)).isGreaterThan(3_000);
            Cli text = asked.run("status", "--groups");
            assertThat(text.exitCode()).isEqualTo(3);
            assertThat(text.out())
                    .contains("the source cannot be reached", "by the source's last word", "1 group: 1 exact")
                    .contains("by their last checkpoints");
            JsonNode group = asked.json("groups").at("/groups/0");
            assertThat(group.get("exact").asBoolean()).isTrue();
            assertThat(group.at("/positions/0/sourceOffset").asLong()).isPositive();
            assertThat(asked.run("groups").exitCode()).isEqualTo(3);

            // Its producer would wait for the broker until it gives up.
            world.source.startBroker(0);
        }
        atRest();
    }

    private static void ended() {
        world.connect.close();
        soon(() -> assertThat(asked.because())
                .singleElement()
                .asString()
                .startsWith("no task of the link has given a sign of life for "));
        produce(1);
        long first = asked.json("status").get("rpoAtMostMs").asLong(-1);
        assertThat(first).isPositive();
        soon(() ->
                assertThat(asked.json("status").get("rpoAtMostMs").asLong(-1)).isGreaterThan(first + 1_000));
        assertThat(asked.run("topics", "orders", "--partitions").out()).containsPattern("orders +0 +\\d+ +\\d+ +1 ");
    }

    private static Load load() {
        return Load.start(
                world.source.clientProperties(),
                List.of(Stream.plain("orders", 1, SizedRecords.of(1, 200, 100), PER_SECOND, "lz4", Map.of())));
    }

    /** Where the log of a topic's one partition ends. */
    private static long end(KafkaCluster cluster, String topic) throws Exception {
        var partition = new TopicPartition(topic, 0);
        return cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static void produce(int records) {
        try (var producer = producer(world.source.clientProperties())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("orders", 0, new byte[] {1}, new byte[] {2}));
            }
        }
    }

    private static void say(LinkHold hold) throws Exception {
        try (var producer = producer(world.target.clientProperties())) {
            producer.send(new ProducerRecord<>(
                            "mm2-control.dc1.internal",
                            ControlRecords.encodeKey(hold),
                            ControlRecords.encodeValue(hold)))
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, String> client) {
        return new KafkaProducer<>(new HashMap<>(client), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
