package io.twinspan.it.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.Security;
import io.twinspan.testkit.load.Load;
import io.twinspan.testkit.load.Stream;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.record.JsonRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Two secured clusters with {@code twinspan run} between them, an application's topics under load, and a topic that nobody writes to.
 * Confined to the test's thread.
 */
final class DrillStage implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final List<String> BUSY = List.of("shop-orders", "shop-payments");
    static final String STILL = "shop-still";
    static final int RECORDS = 40;
    private static final int PARTITIONS = 2;

    final EmbeddedCluster dc1;
    final EmbeddedCluster dc2;
    final Path file;
    private final Path directory;
    private final boolean sameNames;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<JavaProcess> processes = new ArrayList<>();

    /** @param more settings of the file */
    DrillStage(Path directory, Map<String, String> more) {
        this.directory = directory;
        this.sameNames = more.containsKey("replication.policy.class");
        dc1 = cluster("dc1");
        dc2 = cluster("dc2");
        BUSY.forEach(topic -> dc1.createTopic(topic, PARTITIONS));
        dc1.createTopic(STILL, 1);
        // Where producers that move will look for them.
        BUSY.forEach(topic -> dc2.createTopic(topic, PARTITIONS));
        dc2.createTopic(STILL, 1);
        for (String user : List.of("shop", "clerk")) {
            dc1.allow(user, ResourceType.TOPIC, "shop-", AclOperation.READ);
            dc1.allow(user, ResourceType.TOPIC, "shop-", AclOperation.DESCRIBE);
            dc1.allow(user, ResourceType.GROUP, "shop-", AclOperation.READ);
            dc2.allow(user, ResourceType.TOPIC, "dc1.shop-", AclOperation.DESCRIBE);
            dc2.allow(user, ResourceType.TOPIC, "shop-", AclOperation.DESCRIBE);
            dc2.allow(user, ResourceType.GROUP, "shop-", AclOperation.READ);
        }
        // The clerk may describe on the target, and not read; the right to write comes for the shop when the target is
        // opened.
        dc2.allow("shop", ResourceType.TOPIC, "dc1.shop-", AclOperation.READ);
        dc1.allow("shop", ResourceType.TOPIC, "shop-", AclOperation.WRITE);
        dc1.allow("shop", ResourceType.TRANSACTIONAL_ID, "shop-", AclOperation.WRITE);
        file = Cli.file(directory, properties(more));
        send(dc1, STILL, records());
    }

    private static EmbeddedCluster cluster(String name) {
        return EmbeddedCluster.builder(name)
                .security(Security.SASL_SSL)
                .authorizer()
                .superUser("mm2", "mm2-secret")
                .user("shop", "shop-secret")
                .user("clerk", "clerk-secret")
                .setting("group.initial.rebalance.delay.ms", "0")
                .start();
    }

    private Map<String, String> properties(Map<String, String> more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        dc1.clientProperties("mm2").forEach((key, value) -> properties.put("dc1." + key, value));
        dc2.clientProperties("mm2").forEach((key, value) -> properties.put("dc2." + key, value));
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc1->dc2.topics", "shop-.*");
        properties.put("sync.topic.acls.enabled", "false");
        properties.put("refresh.topics.interval.seconds", "2");
        properties.put("emit.checkpoints.interval.seconds", "1");
        properties.put("emit.heartbeats.enabled", "false");
        properties.putAll(Cli.replicas(1));
        properties.putAll(more);
        return properties;
    }

    /** An application's client settings for the target, in a file of their own. */
    Path settings(String user) {
        var settings = new Properties();
        settings.putAll(dc2.clientProperties(user));
        Path path = directory.resolve(user + ".properties");
        try (var writer = Files.newBufferedWriter(path)) {
            settings.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    /** Producers, in transactions and without, until the stage is closed. */
    void write() {
        open.add(
                0,
                Load.start(
                        dc1.clientProperties("shop"),
                        List.of(
                                Stream.plain(
                                        BUSY.get(0),
                                        PARTITIONS,
                                        JsonRecords.of(JsonRecords.Kind.EVENTS, 1),
                                        200,
                                        "lz4",
                                        Map.of()),
                                Stream.transactional(
                                        BUSY.get(1),
                                        PARTITIONS,
                                        JsonRecords.of(JsonRecords.Kind.ORDERS, 2),
                                        100,
                                        "shop-orders"))));
    }

    /** A producer of the target's own, into topics of the same name. */
    void writeThere() {
        open.add(
                0,
                Load.start(
                        dc2.clientProperties("mm2"),
                        List.of(Stream.plain(
                                BUSY.get(0),
                                PARTITIONS,
                                JsonRecords.of(JsonRecords.Kind.EVENTS, 3),
                                150,
                                "zstd",
                                Map.of()))));
    }

    private String copy(String topic) {
        return sameNames ? topic : "dc1." + topic;
    }

    /** A group that reads and commits on the source, until the stage is closed. */
    void read(String group) {
        open.add(0, LiveReader.start(dc1.clientProperties("shop"), group, BUSY));
    }

    /** {@code twinspan run} in a process of its own. */
    JavaProcess run(String name) {
        JavaProcess process = TwinspanProcess.run(name, file, directory.resolve(name + ".log"));
        open.add(0, process);
        processes.add(process);
        return process;
    }

    String log(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until every topic is copied as far as the source's load had come at some moment. */
    void awaitCopied() {
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(processes)
                    .allSatisfy(process ->
                            assertThat(process.isAlive()).as(process.logTail()).isTrue());
            assertThat(end(dc2, new TopicPartition(copy(STILL), 0))).isEqualTo(RECORDS);
            for (String topic : BUSY) {
                for (int i = 0; i < PARTITIONS; i++) {
                    assertThat(end(dc2, new TopicPartition(copy(topic), i))).isGreaterThan(100);
                }
            }
        });
    }

    static long end(KafkaCluster cluster, TopicPartition partition) {
        return get(cluster.admin()
                        .listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition))
                .offset();
    }

    /** A group that has stopped at these places of the source. */
    void stopped(String group, Map<TopicPartition, Long> places) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        places.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        get(dc1.admin().alterConsumerGroupOffsets(group, offsets).all());
    }

    static List<ProducerRecord<byte[], byte[]>> records() {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(new ProducerRecord<>(STILL, 0, 1_790_000_000_000L + i, bytes("k" + i), bytes("value " + i)));
        }
        return records;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Makes a topic of the target anew, with its records changed. */
    void replace(String topic, UnaryOperator<List<ProducerRecord<byte[], byte[]>>> change) {
        var partition = new TopicPartition(topic, 0);
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        Map<String, Object> config = new HashMap<>(dc2.clientProperties("mm2"));
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end(dc2, partition)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    records.add(new ProducerRecord<>(topic, 0, record.timestamp(), record.key(), record.value()));
                }
            }
        }
        List<ProducerRecord<byte[], byte[]>> changed = change.apply(records);
        get(dc2.admin().deleteTopics(List.of(topic)).all());
        await().atMost(SOON).ignoreExceptions().until(() -> {
            // The link may have been first.
            if (!get(dc2.admin().listTopics().names()).contains(topic)) {
                dc2.createTopic(topic, 1);
            }
            return end(dc2, partition) == 0;
        });
        send(dc2, topic, changed);
    }

    private static void send(KafkaCluster cluster, String topic, List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties("mm2"));
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(record ->
                    producer.send(new ProducerRecord<>(topic, 0, record.timestamp(), record.key(), record.value())));
        }
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        dc2.close();
        dc1.close();
    }
}
