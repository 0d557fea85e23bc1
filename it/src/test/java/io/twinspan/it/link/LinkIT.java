package io.twinspan.it.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.name.LinkName;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole links between two real one-broker clusters. */
class LinkIT {
    private static final LinkConfig CONFIG = LinkConfig.defaults(LinkName.parse("dc1->dc2"));

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;

    @BeforeAll
    static void startClusters() {
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2").start();
    }

    @AfterAll
    static void stopClusters() {
        source.close();
        target.close();
    }

    private static List<LaneSpec> lanes(String topic, int partitions) {
        source.createTopic(topic, partitions);
        target.createTopic("dc1." + topic, partitions);
        List<LaneSpec> lanes = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            lanes.add(new LaneSpec(topic, p, "dc1." + topic, 0, null, LaneSpec.StartAt.EARLIEST, List.of()));
        }
        return lanes;
    }

    private static void produce(String topic, String codec, int count, long seed) {
        Map<String, Object> config = new HashMap<>(source.clientProperties());
        config.put("compression.type", codec);
        config.put("linger.ms", "20");
        Random random = new Random(seed);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                byte[] value = new byte[random.nextInt(900)];
                random.nextBytes(value);
                byte[] key = ("key-" + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, key, random.nextInt(20) == 0 ? null : value));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void copiesEveryRecordOfACodec(String codec) throws Exception {
        String topic = "codec-" + codec;
        List<LaneSpec> lanes = lanes(topic, 4);
        try (RunningLink link = new RunningLink(CONFIG, source, target, lanes)) {
            produce(topic, codec, 5_000, 1);
            produce(topic, codec, 5_000, 2);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(link.failure()).isNull();
                assertThat(Contents.of(target, "dc1." + topic)).isEqualTo(Contents.of(source, topic));
            });
        }
    }

    @Test
    void goesOnWhereACrashedLinkStopped() throws Exception {
        String topic = "crashes";
        List<LaneSpec> lanes = lanes(topic, 3);
        Random random = new Random(7);
        RunningLink link = new RunningLink(CONFIG, source, target, lanes);
        for (int round = 0; round < 8; round++) {
            produce(topic, "lz4", 3_000, round);
            Thread.onSpinWait();
            await().pollDelay(Duration.ofMillis(random.nextInt(200))).until(() -> true);
            link.crash();
            assertThat(link.failure()).isNull();
            link = link.successor(CONFIG, source, target, lanes);
        }
        try (RunningLink last = link) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(last.failure()).isNull();
                assertThat(Contents.of(target, "dc1." + topic)).isEqualTo(Contents.of(source, topic));
            });
        }
    }
}
