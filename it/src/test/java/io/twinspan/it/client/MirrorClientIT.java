package io.twinspan.it.client;

import static io.twinspan.it.groups.GroupWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.it.groups.GroupWorld;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.JsonRecords.Kind;
import io.twinspan.testkit.record.TopicLoader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.mirror.Heartbeat;
import org.apache.kafka.connect.mirror.MirrorClient;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.apache.kafka.connect.mirror.formatters.CheckpointFormatter;
import org.apache.kafka.connect.mirror.formatters.HeartbeatFormatter;
import org.apache.kafka.connect.mirror.formatters.OffsetSyncFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kafka's own client classes and formatters on what a link leaves on its clusters, unchanged. */
class MirrorClientIT {
    private static final Duration READ = Duration.ofSeconds(30);

    private static GroupWorld world;

    @BeforeAll
    static void startEverything() throws Exception {
        world = new GroupWorld();
        TopicLoader.of(world.source, "orders")
                .create()
                .loadInTransactions(JsonRecords.of(Kind.ORDERS, 4), 1_000, 25, 4);
        heartbeat("heartbeats", "dc1", "dc2");
        heartbeat("dc0.heartbeats", "dc0", "dc1");
        GroupWorld.commit(world.source, "g-1", at(new TopicPartition("orders", 0), 500));
        GroupWorld.commit(world.source, "g-2", at(new TopicPartition("orders", 0), 700));
        world.startLink("ours", Map.of("topics", "orders", "groups", "g-.*"));
        soon(() -> assertThat(RemoteClusterUtils.translateOffsets(target(), "dc1", Pattern.compile("g-.*"), READ))
                .hasSize(2));
        soon(() -> assertThat(world.target.admin().listTopics().names().get())
                .contains("dc1.orders", "dc1.heartbeats", "dc1.dc0.heartbeats"));
    }

    @AfterAll
    static void stopEverything() {
        world.close();
    }

    @Test
    void theClientFindsClustersHopsAndTopics() throws Exception {
        try (var client = new MirrorClient(target())) {
            assertThat(client.upstreamClusters()).containsExactlyInAnyOrder("dc1", "dc0");
            assertThat(client.replicationHops("dc1")).isEqualTo(1);
            assertThat(client.replicationHops("dc0")).isEqualTo(2);
            assertThat(client.replicationHops("dc7")).isEqualTo(-1);
            assertThat(client.heartbeatTopics()).containsExactlyInAnyOrder("dc1.heartbeats", "dc1.dc0.heartbeats");
            assertThat(client.checkpointTopics()).containsExactly("dc1.checkpoints.internal");
            assertThat(client.remoteTopics())
                    .containsExactlyInAnyOrder("dc1.orders", "dc1.heartbeats", "dc1.dc0.heartbeats");
            assertThat(client.remoteTopics("dc1")).contains("dc1.orders");
            assertThat(client.remoteTopics("dc7")).isEmpty();
        }
    }

    @Test
    void theStaticMethodsSayTheSame() throws Exception {
        assertThat(RemoteClusterUtils.upstreamClusters(target())).containsExactlyInAnyOrder("dc1", "dc0");
        assertThat(RemoteClusterUtils.replicationHops(target(), "dc0")).isEqualTo(2);
        assertThat(RemoteClusterUtils.heartbeatTopics(target())).contains("dc1.heartbeats");
        assertThat(RemoteClusterUtils.checkpointTopics(target())).containsExactly("dc1.checkpoints.internal");
    }

    @Test
    void offsetsOfOneGroupAndOfSeveralAreThoseOfTheCheckpoints() throws Exception {
        try (var client = new MirrorClient(target())) {
            Map<String, Map<TopicPartition, OffsetAndMetadata>> several =
                    client.remoteConsumerOffsets(Pattern.compile("g-.*"), "dc1", READ);
            assertThat(several).containsOnlyKeys("g-1", "g-2");
            assertThat(client.remoteConsumerOffsets("g-1", "dc1", READ)).isEqualTo(several.get("g-1"));
            assertThat(RemoteClusterUtils.translateOffsets(target(), "dc1", "g-2", READ))
                    .isEqualTo(several.get("g-2"))
                    .containsOnlyKeys(new TopicPartition("dc1.orders", 0));
            assertThat(RemoteClusterUtils.translateOffsets(target(), "dc1", "unheard-of", READ))
                    .isEmpty();
        }
    }

    @Test
    void theFormattersPrintWhatWeWrite() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> translated =
                RemoteClusterUtils.translateOffsets(target(), "dc1", "g-1", READ);
        long there = translated.get(new TopicPartition("dc1.orders", 0)).offset();

        assertThat(printed(new CheckpointFormatter(), world.target, "dc1.checkpoints.internal"))
                .contains(
                        "Checkpoint{consumerGroupId=g-1, topicPartition=dc1.orders-0, upstreamOffset=500, downstreamOffset="
                                + there + ", metadata=of g}");
        assertThat(printed(new HeartbeatFormatter(), world.target, "dc1.heartbeats"))
                .contains("Heartbeat{sourceClusterAlias=dc1, targetClusterAlias=dc2, timestamp=1700000000000}");
        assertThat(printed(new OffsetSyncFormatter(), world.source, "mm2-offset-syncs.dc2.internal"))
                .contains("OffsetSync{topicPartition=orders-0, upstreamOffset=");
    }

    @Test
    void copiedHeartbeatsAreReadByKafkasOwnClass() {
        Heartbeat beat = Heartbeat.deserializeRecord(
                records(world.target, "dc1.dc0.heartbeats").get(0));

        assertThat(beat.sourceClusterAlias()).isEqualTo("dc0");
        assertThat(beat.targetClusterAlias()).isEqualTo("dc1");
    }

    private static String printed(MessageFormatter formatter, KafkaCluster cluster, String topic) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            records(cluster, topic).forEach(record -> formatter.writeTo(record, out));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(KafkaCluster cluster, String topic) {
        var partition = new TopicPartition(topic, 0);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                new HashMap<String, Object>(cluster.clientProperties()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            soon(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                assertThat(records).isNotEmpty();
            });
        }
        return records;
    }

    /** Writes a heartbeat, byte for byte as MirrorMaker 2 does. */
    private static void heartbeat(String topic, String from, String to) throws Exception {
        world.source.createTopic(topic, 1);
        byte[] key = ByteBuffer.allocate(2 * (Short.BYTES + from.length()))
                .putShort((short) from.length())
                .put(from.getBytes(StandardCharsets.UTF_8))
                .putShort((short) to.length())
                .put(to.getBytes(StandardCharsets.UTF_8))
                .array();
        byte[] value = ByteBuffer.allocate(Short.BYTES + Long.BYTES)
                .putShort((short) 0)
                .putLong(1_700_000_000_000L)
                .array();
        try (var producer = new KafkaProducer<>(
                new HashMap<String, Object>(world.source.clientProperties()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> at(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset, "of g"));
    }

    private static Map<String, Object> target() {
        return new HashMap<>(world.target.clientProperties());
    }
}
