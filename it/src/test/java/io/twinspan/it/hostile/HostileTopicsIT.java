package io.twinspan.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else writes into the topics of a running link, and into its source's log. */
class HostileTopicsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String POSITIONS = "mm2-positions.dc1.internal";
    private static final int PARTITIONS = 3;

    @TempDir
    private Path directory;

    private EmbeddedCluster dc1;
    private EmbeddedCluster dc2;

    @BeforeEach
    void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
    }

    @AfterEach
    void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @Test
    void garbageInEveryInternalTopicIsLeftOutAndNamedAndTheLinkGoesOn() throws Exception {
        dc1.createTopic("orders", PARTITIONS, Map.of("retention.ms", "123456789"));
        String file = file();
        produce(0, 100);
        try (JavaProcess run = TwinspanProcess.run("garbage", Path.of(file), directory.resolve("first.log"))) {
            copied(run);
            translated(0, 17);
            litter(1);
            produce(100, 100);
            copied(run);
            translated(0, 60);
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
        litter(2);
        produce(200, 100);
        try (JavaProcess run = TwinspanProcess.run("garbage-2", Path.of(file), directory.resolve("second.log"))) {
            copied(run);
            translated(0, 90);
            assertThat(Files.readString(run.log())).contains("left out", "partition ", "offset ");
            everyCommandWorks(file);
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    private static void everyCommandWorks(String file) {
        Cli status = Cli.run("status", file, "--partitions");
        assertThat(status.exitCode()).as(status.text()).isZero();
        assertThat(status.out()).contains("orders").doesNotContain("\u001b");
        Cli translate = Cli.run("translate", file, "--group", "shop");
        assertThat(translate.exitCode()).as(translate.text()).isZero();
        assertThat(translate.out()).contains("90").doesNotContain("\u001b");
        Cli heartbeats = Cli.run("heartbeats", file);
        assertThat(heartbeats.exitCode()).as(heartbeats.text()).isZero();
        assertThat(heartbeats.out()).contains("dc1->dc2").doesNotContain("\u001b", "2262");
    }

    /** A position of a newer version, and positions that vanished: neither partition is begun again, the third goes on. */
    @Test
    void aPartitionWhosePositionIsUnknowableIsNotCopiedASecondTime() throws Exception {
        dc1.createTopic("orders", PARTITIONS);
        String file = file();
        produce(0, 200);
        try (JavaProcess run = TwinspanProcess.run("before", Path.of(file), directory.resolve("before.log"))) {
            copied(run);
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
        Map<Integer, Long> endsBefore = ends();
        List<ConsumerRecord<byte[], byte[]>> stored = read(dc2, POSITIONS);
        for (ConsumerRecord<byte[], byte[]> record : stored) {
            PositionKey key = PositionRecords.about(record.key());
            if (key instanceof PositionKey.OfTip tip && tip.partition() == 0) {
                write(dc2, POSITIONS, record.partition(), record.key(), new byte[] {2, 1, 1});
            } else if (key != null && key.partition() == 1) {
                write(dc2, POSITIONS, record.partition(), record.key(), null);
            }
        }
        produce(200, 100);
        try (JavaProcess run = TwinspanProcess.run("after", Path.of(file), directory.resolve("after.log"))) {
            soon(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertThat(ends().get(2)).as(run.logTail()).isGreaterThan(endsBefore.getOrDefault(2, 0L));
                assertThat(reasons(file).get(0)).contains("newer version", "Upgrade");
                // Connect's own offset leads behind what its batches in the target are found to hold.
                assertThat(reasons(file).get(1)).contains("what this lane wrote at target offset 0", "anew");
            });
            assertThat(reasons(file).get(2)).isEmpty();
            assertThat(ends().get(0)).isEqualTo(endsBefore.get(0));
            assertThat(ends().get(1)).isEqualTo(endsBefore.get(1));
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    @Test
    void aDamagedBatchInTheSourcesLogStopsItsPartitionAlone() throws Exception {
        dc1.createTopic("orders", 2);
        for (int partition = 0; partition < 2; partition++) {
            for (int batch = 0; batch < 4; batch++) {
                produceTo(partition, batch * 10, 10);
            }
        }
        var damaged = new TopicPartition("orders", 0);
        int broker = dc1.leader(damaged);
        Path segment = dc1.logDirectory(broker, damaged).resolve("00000000000000000000.log");
        // Stopped, not killed: it does not look through its logs then.
        dc1.stopBroker(broker);
        damageBatch(segment, 2);
        dc1.startBroker(broker);
        String file = file();
        try (JavaProcess run = TwinspanProcess.run("damaged", Path.of(file), directory.resolve("damaged.log"))) {
            soon(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertThat(dc2.admin().listTopics().names().get()).contains("dc1.orders");
                assertThat(ends(2)).as(run.logTail()).containsEntry(1, 40L);
                assertThat(reasons(file).get(0)).contains("offset 20", "CRC");
            });
            produceTo(1, 40, 10);
            soon(() -> assertThat(ends(2)).as(run.logTail()).containsEntry(1, 50L));
            assertThat(ends(2)).containsEntry(0, 20L);
            assertThat(reasons(file).get(1)).isEmpty();
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    private static void damageBatch(Path segment, int number) throws IOException {
        byte[] log = Files.readAllBytes(segment);
        int at = 0;
        for (int i = 0; i < number; i++) {
            at += 12 + ByteBuffer.wrap(log).getInt(at + 8);
        }
        log[at + 70] ^= 1;
        Files.write(segment, log);
    }

    /** Garbage of all kinds, from a seed, into each topic that the link reads. */
    private void litter(long seed) throws Exception {
        var mutations = new Mutations(seed);
        var stranger = new LaneId(new Uuid(7, 7), "no\u001b[31m topic", 0, 0);
        write(dc2, POSITIONS, 0, tip(stranger, 5));
        write(dc2, POSITIONS, 0, tip(new LaneId(new Uuid(7, 7), "elsewhere", 0, Integer.MAX_VALUE), 5));
        Map<String, KafkaCluster> places = new LinkedHashMap<>();
        places.put(POSITIONS, dc2);
        places.put("dc1.checkpoints.internal", dc2);
        places.put("heartbeats", dc2);
        places.put("mm2-synced.dc1.internal", dc2);
        places.put("mm2-offset-syncs.dc2.internal", dc1);
        for (Map.Entry<String, KafkaCluster> place : places.entrySet()) {
            KafkaCluster cluster = place.getValue();
            String topic = place.getKey();
            int partitions = cluster.admin()
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
            List<ConsumerRecord<byte[], byte[]>> real = read(cluster, topic);
            for (int i = 0; i < 40; i++) {
                ConsumerRecord<byte[], byte[]> sample = mutations.any(real);
                byte[] key = mutations.random().nextBoolean() ? mutations.damaged(sample.key()) : mutations.bytes(40);
                // What is under the link's own keys is another test's.
                boolean strange = real.stream().noneMatch(one -> java.util.Arrays.equals(one.key(), key));
                byte[] value = sample.value() == null ? mutations.bytes(20) : mutations.damaged(sample.value());
                if (strange && !isOfThisLink(key)) {
                    write(
                            cluster,
                            topic,
                            mutations.random().nextInt(partitions),
                            key,
                            mutations.random().nextInt(6) == 0 ? null : value);
                }
            }
            write(cluster, topic, 0, new byte[] {9, 1, 2}, new byte[] {9, 1});
        }
    }

    /** Damage can make a key that names a real partition: then it is a statement about it, and not garbage. */
    private static boolean isOfThisLink(byte[] key) {
        PositionKey about = PositionRecords.about(key);
        return about != null && about.topic().equals("orders");
    }

    private static TipRecord tip(LaneId lane, long source) {
        return new TipRecord(new Tip(lane, source, source, Map.of(1, source), 0, System.currentTimeMillis()));
    }

    private void copied(JavaProcess run) {
        soon(() -> {
            assertThat(run.isAlive()).as(run.logTail()).isTrue();
            assertThat(dc2.admin().listTopics().names().get()).as(run.logTail()).contains("dc1.orders");
            ClusterComparison.compare(dc1.clientProperties(), "orders", dc2.clientProperties(), "dc1.orders")
                    .verify();
        });
    }

    /** Without jumps, offsets are the same on both sides. */
    private void translated(int partition, long offset) throws Exception {
        dc1.admin()
                .alterConsumerGroupOffsets(
                        "shop", Map.of(new TopicPartition("orders", partition), new OffsetAndMetadata(offset)))
                .all()
                .get();
        soon(() -> assertThat(dc2.admin()
                        .listConsumerGroupOffsets("shop")
                        .partitionsToOffsetAndMetadata()
                        .get())
                .extractingByKey(new TopicPartition("dc1.orders", partition))
                .extracting(OffsetAndMetadata::offset)
                .isEqualTo(offset));
    }

    /** Why each partition does not get on; empty for one that does. */
    private static Map<Integer, String> reasons(String file) throws Exception {
        Cli status = Cli.run("status", file, "--json", "--partitions");
        Map<Integer, String> reasons = new HashMap<>();
        JsonNode topics = new ObjectMapper().readTree(status.out()).at("/links/0/topics");
        for (JsonNode topic : topics) {
            for (JsonNode partition : topic.get("partitions")) {
                reasons.put(
                        partition.get("partition").asInt(),
                        partition.path("reason").asText(""));
            }
        }
        return reasons;
    }

    private Map<Integer, Long> ends() throws Exception {
        return ends(PARTITIONS);
    }

    private Map<Integer, Long> ends(int partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            asked.put(new TopicPartition("dc1.orders", i), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new HashMap<>();
        dc2.admin()
                .listOffsets(asked)
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    private void produce(int from, int count) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            produceTo(partition, from, count);
        }
    }

    private void produceTo(int partition, int from, int count) {
        try (var producer = producer(dc1)) {
            for (int i = from; i < from + count; i++) {
                byte[] bytes = ("order " + partition + "/" + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("orders", partition, bytes, bytes));
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaCluster cluster) {
        return new KafkaProducer<>(
                new HashMap<>(cluster.clientProperties()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void write(KafkaCluster cluster, String topic, int partition, PositionRecord.Writable record)
            throws Exception {
        write(cluster, topic, partition, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record));
    }

    private static void write(KafkaCluster cluster, String topic, int partition, byte[] key, byte @Nullable [] value)
            throws Exception {
        try (var producer = producer(cluster)) {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaCluster cluster, String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                new HashMap<>(cluster.clientProperties()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).untilAsserted(assertion);
    }

    private String file() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", dc1.bootstrapServers());
        properties.put("dc2.bootstrap.servers", dc2.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc1->dc2.topics", "orders.*");
        properties.put("dc1->dc2.sync.group.offsets.enabled", "true");
        properties.put("dc2->dc1.emit.heartbeats.enabled", "false");
        properties.put("sync.group.offsets.interval.seconds", "1");
        properties.put("refresh.topics.interval.seconds", "3");
        properties.put("sync.topic.configs.interval.seconds", "3");
        properties.put("refresh.groups.interval.seconds", "2");
        properties.put("emit.checkpoints.interval.seconds", "1");
        properties.put("link.tip.interval.ms", "500");
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.putAll(Cli.replicas(1));
        properties.put("heartbeats.topic.replication.factor", "1");
        return Cli.file(directory, properties).toString();
    }
}
