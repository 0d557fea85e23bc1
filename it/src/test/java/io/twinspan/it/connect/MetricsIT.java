package io.twinspan.it.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MirrorMaker 2's MBeans of a Connect worker that hosts a link, in the old form and in that of Kafka 4.3. */
class MetricsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int RECORDS = 300;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @BeforeAll
    static void startEverything() {
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2").start();
        connect = EmbeddedConnect.start(target, "metric-workers", Map.of());
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "record"})
    void countsWhatWasCopiedInBothForms(String mode) throws Exception {
        String topic = "counted-" + mode;
        String name = "link-" + mode;
        source.createTopic(topic, 1);
        Traffic.produce(source, topic, 1, 0, RECORDS);
        start(name, "LinkSourceConnector", "source", Map.of("topics", topic, "link.mode", mode));

        var legacy = new ObjectName("kafka.connect.mirror:type=MirrorSourceConnector,source=dc1,target=dc2,topic=dc1."
                + topic + ",partition=0");
        var worker = new ObjectName("kafka.connect:type=plugins,connector=" + name
                + ",task=0,source=dc1,target=dc2,topic=dc1." + topic + ",partition=0");
        for (ObjectName bean : new ObjectName[] {legacy, worker}) {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(beans.getAttribute(bean, "record-count")).isEqualTo((double) RECORDS));
            assertThat((double) beans.getAttribute(bean, "byte-count")).isGreaterThan(RECORDS);
            assertThat((double) beans.getAttribute(bean, "replication-latency-ms-max"))
                    .isBetween(0.0, SOON.toMillis() * 1.0);
        }
        connect.delete(name);
        await().atMost(SOON).until(() -> !beans.isRegistered(legacy) && !beans.isRegistered(worker));
    }

    @Test
    void showsTheCheckpointsOfEachGroupInBothForms() throws Exception {
        source.createTopic("grouped", 1);
        Traffic.produce(source, "grouped", 1, 0, RECORDS);
        for (String group : new String[] {"readers", "others"}) {
            source.admin()
                    .alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition("grouped", 0), new OffsetAndMetadata(100)))
                    .all()
                    .get();
        }
        start("link-grouped", "LinkSourceConnector", "source", Map.of("topics", "grouped"));
        start(
                "groups-grouped",
                "LinkCheckpointConnector",
                "checkpoint",
                Map.of(
                        "topics", "grouped",
                        "groups", "readers,others",
                        "checkpoints.topic.replication.factor", "1",
                        "emit.checkpoints.interval.seconds", "1"));

        for (String group : new String[] {"readers", "others"}) {
            String tags = "source=dc1,target=dc2,group=" + group + ",topic=dc1.grouped,partition=0";
            for (String start : new String[] {
                "kafka.connect.mirror:type=MirrorCheckpointConnector,",
                "kafka.connect:type=plugins,connector=groups-grouped,task=0,"
            }) {
                var bean = new ObjectName(start + tags);
                await().atMost(SOON)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat((double) beans.getAttribute(bean, "checkpoint-latency-ms-max"))
                                .isBetween(0.0, SOON.toMillis() * 1.0));
            }
        }
    }

    private static void start(String name, String connector, String pack, Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", name);
        config.put("connector.class", "io.twinspan.connect." + pack + "." + connector);
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties().forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties().forEach((key, value) -> config.put("target.cluster." + key, value));
        config.put("replication.factor", "1");
        config.put("positions.topic.replication.factor", "1");
        config.put("offset-syncs.topic.replication.factor", "1");
        config.put("refresh.topics.interval.seconds", "1");
        config.put("link.tip.interval.ms", "300");
        config.put("consumer.poll.timeout.ms", "200");
        config.put("metric.names.formats", "legacy, new");
        config.put("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter");
        config.putAll(more);
        assertThat(connect.put(name, config)).matches(Reply::isOk);
    }
}
