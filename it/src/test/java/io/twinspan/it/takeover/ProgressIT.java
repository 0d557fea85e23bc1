package io.twinspan.it.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.model.wire.OffsetSyncs;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running link tells others: offset syncs and a consumer group on the source, and MirrorMaker 2's own positions. */
class ProgressIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String SYNCS = "mm2-offset-syncs.dc2.internal";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

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

    @ParameterizedTest
    @ValueSource(strings = {"batch", "record"})
    void othersSeeHowFarItIs(String mode) throws Exception {
        dc1.createTopic("orders", 1);
        produce(500);
        String file = file(mode);
        try (JavaProcess run = TwinspanProcess.run("progress", Path.of(file), directory.resolve("progress.log"))) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertThat(dc1.admin()
                                .listConsumerGroupOffsets("mm2-MirrorSourceConnector")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .as(run.logTail())
                        .containsEntry(ORDERS, new OffsetAndMetadata(500));
            });
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(lastSync()).as(run.logTail()).isEqualTo(new OffsetSyncs.Sync(ORDERS, 499, 499)));
            assertThat(config(SYNCS)).isEqualTo("compact");

            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
        assertThat(new StoredOffsets(dc2, "mm2-offsets.dc1.internal").byPartition("orders"))
                .isEqualTo(Map.of(0, 499L));
        assertThat(Cli.run("check", file).out())
                .contains("its positions in mm2-offsets.dc1.internal, its offset syncs in " + SYNCS);
    }

    private String config(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return dc1.admin()
                .describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get("cleanup.policy")
                .value();
    }

    private OffsetSyncs.Sync lastSync() {
        Map<String, Object> config = new HashMap<>(dc1.clientProperties());
        var partition = new TopicPartition(SYNCS, 0);
        OffsetSyncs.@Nullable Sync last = null;
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    OffsetSyncs.Sync sync =
                            OffsetSyncs.decode(record.key(), record.value()).orElseThrow();
                    // Heartbeats are replicated, too.
                    last = sync.partition().equals(ORDERS) ? sync : last;
                }
            }
        }
        if (last == null) {
            throw new AssertionError("no offset sync yet");
        }
        return last;
    }

    private void produce(int count) {
        Map<String, Object> config = new HashMap<>(dc1.clientProperties());
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("orders", 0, null, ("value-" + i).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private String file(String mode) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", dc1.bootstrapServers());
        properties.put("dc2.bootstrap.servers", dc2.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc1->dc2.topics", "orders");
        properties.put("link.mode", mode);
        properties.put("link.tip.interval.ms", "500");
        properties.putAll(Cli.replicas(1));
        properties.put("heartbeats.topic.replication.factor", "1");
        return Cli.file(directory, properties).toString();
    }
}
