package io.twinspan.it.groups;

import static io.twinspan.it.groups.GroupWorld.commit;
import static io.twinspan.it.groups.GroupWorld.committed;
import static io.twinspan.it.groups.GroupWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.JsonRecords.Kind;
import io.twinspan.testkit.record.TopicLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.mirror.MirrorClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Group offsets on the target: committed, followed, and left alone where they are somebody else's. */
class GroupSyncIT {
    private static GroupWorld world;

    private String link = "";

    @BeforeAll
    static void startEverything() {
        world = new GroupWorld();
    }

    @AfterAll
    static void stopEverything() {
        world.close();
    }

    @AfterEach
    void stopLink() {
        world.stopLink(link);
    }

    @Test
    void offsetsFollowTheGroupForwardsAndBackwardsWithTheirMetadata() throws Exception {
        TopicPartition partition = topic("follow");
        TopicPartition copy = new TopicPartition("dc1.follow", 0);
        commit(world.source, "g-follow", at(partition, 300, "first"));
        start("follow");

        soon(() -> assertThat(committed(world.target, "g-follow")).isEqualTo(at(copy, there(copy, 300), "first")));

        commit(world.source, "g-follow", at(partition, 700, "later"));
        soon(() -> assertThat(committed(world.target, "g-follow")).isEqualTo(at(copy, there(copy, 700), "later")));

        commit(world.source, "g-follow", at(partition, 100, "reset"));
        soon(() -> assertThat(committed(world.target, "g-follow")).isEqualTo(at(copy, there(copy, 100), "reset")));

        world.connect.restart("follow-checkpoint");
        commit(world.source, "g-follow", at(partition, 50, "reset while it restarts"));
        soon(() -> assertThat(committed(world.target, "g-follow"))
                .isEqualTo(at(copy, there(copy, 50), "reset while it restarts")));
    }

    @Test
    void aGroupWithMembersOnTheTargetIsNotTouchedAndGoesOnFollowingOnceItIsPassed() throws Exception {
        TopicPartition partition = topic("busy");
        TopicPartition copy = new TopicPartition("dc1.busy", 0);
        commit(world.source, "g-busy", at(partition, 200, ""));
        start("busy");
        soon(() -> assertThat(committed(world.target, "g-busy")).isEqualTo(at(copy, there(copy, 200), "")));

        try (var member = member("g-busy", "consumer", "dc1.busy")) {
            soon(() -> {
                member.poll(Duration.ofMillis(100));
                assertThat(member.assignment()).containsExactly(copy);
            });
            member.commitSync(at(copy, there(copy, 500), "own"));
            commit(world.source, "g-busy", at(partition, 900, ""));
            await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(8)).untilAsserted(() -> {
                member.poll(Duration.ofMillis(100));
                assertThat(committed(world.target, "g-busy")).isEqualTo(at(copy, there(copy, 500), "own"));
            });
        }
        soon(() -> assertThat(committed(world.target, "g-busy")).isEqualTo(at(copy, there(copy, 900), "")));
    }

    @Test
    void aGroupThatWasUsedOnTheTargetIsNotTakenBack() throws Exception {
        TopicPartition partition = topic("ahead");
        TopicPartition copy = new TopicPartition("dc1.ahead", 0);
        commit(world.source, "g-ahead", at(partition, 200, ""));
        start("ahead");
        soon(() -> assertThat(committed(world.target, "g-ahead")).isEqualTo(at(copy, there(copy, 200), "")));

        commit(world.target, "g-ahead", at(copy, there(copy, 800), ""));
        commit(world.source, "g-ahead", at(partition, 300, ""));
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(8))
                .untilAsserted(
                        () -> assertThat(committed(world.target, "g-ahead")).isEqualTo(at(copy, there(copy, 800), "")));

        commit(world.source, "g-ahead", at(partition, 900, ""));
        soon(() -> assertThat(committed(world.target, "g-ahead")).isEqualTo(at(copy, there(copy, 900), "")));
    }

    @Test
    void groupsOfBothProtocolsThatConsumeAreFoundAndThoseOfSinkConnectorsAreNot() throws Exception {
        topic("both");
        for (String protocol : List.of("classic", "consumer")) {
            try (var member = member("g-" + protocol, protocol, "both")) {
                soon(() -> {
                    member.poll(Duration.ofMillis(100));
                    assertThat(member.assignment()).hasSize(1);
                });
                member.commitSync(at(new TopicPartition("both", 0), 400, ""));
            }
        }
        commit(world.source, "connect-sink", at(new TopicPartition("both", 0), 400, ""));
        start("both");

        TopicPartition copy = new TopicPartition("dc1.both", 0);
        for (String group : List.of("g-classic", "g-consumer")) {
            soon(() -> assertThat(world.translated("dc1", group)).isEqualTo(at(copy, there(copy, 400), "")));
            soon(() -> assertThat(committed(world.target, group)).isEqualTo(at(copy, there(copy, 400), "")));
        }
        assertThat(world.translated("dc1", "connect-sink")).isEmpty();
    }

    @Test
    void aShareGroupGoesOnWhereItStopped() throws Exception {
        TopicPartition partition = topic("shared");
        TopicPartition copy = new TopicPartition("dc1.shared", 0);
        // What the first acceptance completes is stored with the second.
        List<Long> here = share(world.source, "g-shared", "shared", 2);
        soon(() -> assertThat(start(world.source, "g-shared", partition)).isGreaterThan(here.get(0)));
        long next = start(world.source, "g-shared", partition);
        start("shared");

        soon(() -> assertThat(start(world.target, "g-shared", copy)).isEqualTo(there(copy, next)));
        soon(() -> assertThat(world.translated("dc1", "g-shared")).isEqualTo(at(copy, there(copy, next), "")));

        Contents target = Contents.read(world.target, List.of(copy)).get(copy);
        List<Long> there = share(world.target, "g-shared", "dc1.shared", 1);
        assertThat(there.get(0))
                .isEqualTo(
                        target.records().get(target.indexAt(there(copy, next))).offset());
    }

    /** Reads some records as a member of a share group, and accepts them; returns their offsets. */
    private static List<Long> share(KafkaCluster cluster, String group, String topic, int polls) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var earliest = new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), OpType.SET);
        cluster.admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
                .all()
                .get();
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("group.id", group);
        config.put("max.poll.records", "50");
        var offsets = new ArrayList<Long>();
        try (var consumer =
                new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int done = 0; done < polls; ) {
                var records = consumer.poll(Duration.ofSeconds(30));
                assertThat(records.isEmpty()).isFalse();
                records.forEach(record -> offsets.add(record.offset()));
                consumer.commitSync()
                        .forEach((committed, failure) -> assertThat(failure)
                                .as("accepting records of %s", committed)
                                .isEmpty());
                done++;
            }
        }
        return offsets;
    }

    private static long start(KafkaCluster cluster, String group, TopicPartition partition) throws Exception {
        var offset = cluster.admin()
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .get(partition);
        return offset == null ? -1 : offset.startOffset();
    }

    @Test
    void kafkasMirrorClientReadsOurCheckpoints() throws Exception {
        TopicPartition partition = topic("client");
        TopicPartition copy = new TopicPartition("dc1.client", 0);
        commit(world.source, "g-client", at(partition, 600, "mark"));
        start("client");

        try (var client = new MirrorClient(new HashMap<>(world.target.clientProperties()))) {
            soon(() -> assertThat(client.remoteConsumerOffsets("g-client", "dc1", Duration.ofSeconds(20)))
                    .isEqualTo(at(copy, there(copy, 600), "mark")));
            assertThat(client.checkpointTopics()).contains("dc1.checkpoints.internal");
        }
        try (var consumer = ResumeAtTarget.resume(new HashMap<>(world.target.clientProperties()), "dc1", "g-client")) {
            var first = new ArrayList<Long>();
            soon(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> first.add(record.offset()));
                assertThat(first).isNotEmpty();
            });
            assertThat(first.get(0)).isEqualTo(there(copy, 600));
        }
    }

    /** A thousand records in transactions, some of them aborted. */
    private static TopicPartition topic(String name) {
        TopicLoader.of(world.source, name).create().loadInTransactions(JsonRecords.of(Kind.ORDERS, 4), 1_000, 25, 4);
        return new TopicPartition(name, 0);
    }

    /** Where on the target the record is at which a source position is. */
    private static long there(TopicPartition copy, long position) {
        var original = new TopicPartition(copy.topic().substring("dc1.".length()), copy.partition());
        Contents source = Contents.read(world.source, List.of(original)).get(original);
        Contents target = Contents.read(world.target, List.of(copy)).get(copy);
        int index = source.indexAt(position);
        assertThat(target.records()).hasSameSizeAs(source.records());
        return target.records().get(index).offset();
    }

    private void start(String name) {
        link = name;
        world.startLink(name, Map.of("topics", name, "groups", "g-.*", "sync.group.offsets.enabled", "true"));
        soon(() -> assertThat(world.connect.taskStates(name + "-checkpoint")).contains("RUNNING"));
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(TopicPartition partition, long offset, String metadata) {
        return Map.of(partition, new OffsetAndMetadata(offset, metadata));
    }

    private static KafkaConsumer<byte[], byte[]> member(String group, String protocol, String topic) {
        var cluster = topic.startsWith("dc1.") ? world.target : world.source;
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("group.id", group);
        config.put("group.protocol", protocol);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }
}
