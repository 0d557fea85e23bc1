package io.twinspan.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.model.position.Cause;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in each case that has a policy, what tells of it, and how one command continues it, while the rest goes on. */
class PolicyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONNECTOR = "policy-link";

    @TempDir
    private static Path directory;

    private static EmbeddedCluster source;
    private static EmbeddedCluster target;
    private static EmbeddedConnect connect;
    private static LogLines log;
    private static String file;

    @BeforeAll
    static void startEverything() {
        log = new LogLines();
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2").start();
        connect = EmbeddedConnect.start(target, "policy-workers", Map.of());
        source.createTopic("case-calm", 1);
        var config = new HashMap<String, String>();
        config.put("name", CONNECTOR);
        config.put("connector.class", "io.twinspan.connect.source.LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties().forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties().forEach((key, value) -> config.put("target.cluster." + key, value));
        config.putAll(linkSettings());
        assertThat(connect.put(CONNECTOR, config)).matches(Reply::isOk);
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", source.bootstrapServers());
        properties.put("dc2.bootstrap.servers", target.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.putAll(linkSettings());
        file = Cli.file(directory, properties).toString();
    }

    private static Map<String, String> linkSettings() {
        return Map.of(
                "topics", "case-.*",
                "replication.factor", "1",
                "offset-syncs.topic.replication.factor", "1",
                "refresh.topics.interval.seconds", "1",
                "sync.topic.configs.enabled", "false",
                "link.tip.interval.ms", "200",
                "link.retention.gap", "fail");
    }

    @AfterAll
    static void stopEverything() {
        connect.close();
        target.close();
        source.close();
        log.close();
    }

    @Test
    void retentionOvertook() throws Exception {
        String topic = "case-gap";
        source.createTopic(topic, 1);
        produce(source, topic, "a", "b");
        copied(topic, "a", "b");
        connect.stop(CONNECTOR);
        soon(() -> {
            assertThat(connect.state(CONNECTOR)).isEqualTo("STOPPED");
            assertThat(connect.taskStates(CONNECTOR)).isEmpty();
        });
        produce(source, topic, "c", "d", "e", "f");
        deleteBefore(source, topic, 5);
        connect.resume(CONNECTOR);

        told(topic, Cause.SOURCE_RETENTION, "has stopped", 2);
        assertThat(lanes()).contains("source offsets 2 to 4");
        theRestGoesOn();

        order("accept-gap", topic);
        copied(topic, "a", "b", "f");
        soon(() -> {
            assertThat(status()).doesNotContain(topic + "-0 has stopped").contains("incident");
            assertThat(lanes()).containsPattern("case-gap-0 +source-retention +source +2 to 4 +3 +yes");
            assertThat(metric(topic, "state")).isEqualTo(0);
            assertThat(metric(topic, "gap-offsets-total")).isEqualTo(3L);
        });
    }

    @Test
    void sourceTopicWasDeletedAndCreatedAgain() throws Exception {
        String topic = "case-anew";
        source.createTopic(topic, 1);
        produce(source, topic, "old-1", "old-2", "old-3");
        copied(topic, "old-1", "old-2", "old-3");
        source.admin().deleteTopics(List.of(topic)).all().get();
        soon(() -> source.createTopic(topic, 1));
        produce(source, topic, "new-1");

        told(topic, Cause.SOURCE_RECREATED, "has stopped", 2);
        theRestGoesOn();

        order("restart-at", topic, "--earliest");
        copied(topic, "old-1", "old-2", "old-3", "new-1");
    }

    @Test
    void targetTopicWasDeletedAndCreatedAgain() throws Exception {
        String topic = "case-gone";
        source.createTopic(topic, 1);
        produce(source, topic, "a", "b");
        copied(topic, "a", "b");
        target.admin().deleteTopics(List.of("dc1." + topic)).all().get();
        produce(source, topic, "c");

        told(topic, Cause.TARGET_RECREATED, "has stopped", 2);
        theRestGoesOn();

        order("restart-at", topic, "--earliest");
        copied(topic, "a", "b", "c");
    }

    @Test
    void somebodyElseWroteIntoTheCopy() throws Exception {
        String topic = "case-foreign";
        source.createTopic(topic, 1);
        produce(source, topic, "a");
        copied(topic, "a");
        produce(target, "dc1." + topic, "x", "y");
        produce(source, topic, "b");
        copied(topic, "a", "x", "y", "b");

        soon(() -> {
            assertThat(lanes()).containsPattern("case-foreign-0 +foreign-writer +target +1 to 2 +2 +no");
            assertThat(status()).contains("incident").doesNotContain(topic + "-0 is tried again");
            assertThat(metric(topic, "foreign-offsets-total")).isEqualTo(2L);
        });
        assertThat(log.lines()).anyMatch(line -> line.contains("[foreign-writer]") && line.contains("dc1." + topic));
    }

    @Test
    void aRecordIsTooLarge() throws Exception {
        String topic = "case-large";
        target.createTopic("dc1." + topic, 1, Map.of("max.message.bytes", "10000"));
        source.createTopic(topic, 1);
        String large = "x".repeat(20_000);
        produce(source, topic, "a", large, "b");

        told(topic, Cause.RECORD_TOO_LARGE, "is tried again", 1);
        assertThat(lanes()).contains("source offsets 1\n");
        copied(topic, "a");
        theRestGoesOn();

        order("accept-gap", topic);
        copied(topic, "a", "b");
        soon(() -> assertThat(metric(topic, "left-out-records-total")).isEqualTo(1L));
        assertThat(lanes()).containsPattern("case-large-0 +record-too-large +source +1 +1 +yes");
    }

    /** The operator may also cure it; then nothing is left out. */
    @Test
    void aRecordsTimeIsRefused() throws Exception {
        String topic = "case-time";
        target.createTopic("dc1." + topic, 1, Map.of("message.timestamp.before.max.ms", "3600000"));
        source.createTopic(topic, 1);
        send(
                source,
                topic,
                Map.of("b", System.currentTimeMillis() - Duration.ofDays(2).toMillis()),
                "a",
                "b",
                "c");

        told(topic, Cause.TIMESTAMP_REFUSED, "is tried again", 1);
        assertThat(lanes()).contains("source offsets 1\n");
        copied(topic, "a");
        theRestGoesOn();

        Configs.set(target, "dc1." + topic, "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
        copied(topic, "a", "b", "c");
        soon(() -> assertThat(metric(topic, "state")).isEqualTo(0));
        assertThat(lanes()).doesNotContain(topic);
    }

    @Test
    void aCompactedTargetRefusesARecordWithoutAKey() throws Exception {
        String topic = "case-keyless";
        target.createTopic("dc1." + topic, 1, Map.of("cleanup.policy", "compact"));
        source.createTopic(topic, 1);
        try (var producer = producer(source)) {
            producer.send(new ProducerRecord<>(topic, 0, "k", "a"));
            producer.send(new ProducerRecord<>(topic, 0, null, "keyless"));
            producer.send(new ProducerRecord<>(topic, 0, "l", "b"));
        }

        told(topic, Cause.RECORD_REFUSED, "is tried again", 1);
        assertThat(lanes()).contains("source offsets 1\n");
        order("accept-gap", topic);
        copied(topic, "a", "b");
    }

    /** Orders that make no sense are refused with the reason, and change nothing. */
    @Test
    void ordersThatMakeNoSenseAreRefused() throws Exception {
        produce(source, "case-calm", "calm");
        soon(() -> assertThat(values(target, "dc1.case-calm")).contains("calm"));

        assertThat(lanes("accept-gap", "case-calm-0").err()).contains("case-calm-0 has not stopped");
        assertThat(lanes("accept-gap", "case-calm").err()).contains("write it as orders-3");
        assertThat(lanes("accept-gap").err()).contains("name the partitions");
        assertThat(lanes("accept-gap", "--cause", "bad-luck").err()).contains("there are source-retention");
        assertThat(lanes("restart-at", "case-calm-0", "--position").err()).contains("has not stopped");
        assertThat(lanes("restart-at", "case-calm-0", "--offset", "999999").err())
                .contains("does not exist");
        assertThat(lanes("restart-at", "case-calm-0", "--earliest", "--dry-run").out())
                .contains("case-calm-0: would copy from source offset 0 on");
    }

    /** Status, list of lanes, metric, log and documentation: all name the case. */
    private static void told(String topic, Cause cause, String state, int metric) {
        soon(() -> assertThat(status()).contains(topic + "-0 " + state + ", " + cause.text() + ": "));
        assertThat(Cli.run("status", file).exitCode()).isEqualTo(1);
        assertThat(lanes())
                .contains(topic + "-0 " + state + " since ")
                .contains("docs/how-to/when-a-partition-stops.md#" + cause.text());
        soon(() -> {
            assertThat(metric(topic, "state")).isEqualTo(metric);
            assertThat(metric(topic, "cause")).isEqualTo(cause.text());
        });
        assertThat(log.lines()).anyMatch(line -> line.contains("[" + cause.text() + "]") && line.contains(topic));
        assertThat(connect.taskStates(CONNECTOR)).containsExactly("RUNNING");
    }

    private static void theRestGoesOn() {
        int before = values(target, "dc1.case-calm").size();
        produce(source, "case-calm", "calm");
        soon(() -> assertThat(values(target, "dc1.case-calm")).hasSizeGreaterThan(before));
    }

    private static void order(String order, String topic, String... more) {
        var words = new ArrayList<>(List.of(topic + "-0"));
        words.addAll(List.of(more));
        Cli ordered = lanes(order, words.toArray(String[]::new));
        assertThat(ordered.exitCode()).as(ordered.text()).isZero();
        assertThat(ordered.out()).contains(topic + "-0: will ").doesNotContain("next start");
    }

    private static Cli lanes(String order, String... more) {
        var words = new ArrayList<>(List.of("lanes", order, file, "dc1->dc2"));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private static String lanes() {
        return Cli.run("lanes", file).text();
    }

    private static String status() {
        return Cli.run("status", file).text();
    }

    private static Object metric(String topic, String attribute) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("twinspan:type=lane,source=dc1,target=dc2,topic=" + topic + ",partition=0"),
                        attribute);
    }

    private static void copied(String topic, String... values) {
        soon(() -> assertThat(values(target, "dc1." + topic)).containsExactly(values));
    }

    private static void deleteBefore(EmbeddedCluster cluster, String topic, long offset) throws Exception {
        cluster.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    private static void produce(EmbeddedCluster cluster, String topic, String... values) {
        send(cluster, topic, Map.of(), values);
    }

    /** All of them in one batch, as far as they fit. */
    private static void send(EmbeddedCluster cluster, String topic, Map<String, Long> times, String... values) {
        try (var producer = producer(cluster)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 0, times.get(value), "k", value));
            }
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedCluster cluster) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("linger.ms", "200");
        config.put("batch.size", "100000");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static List<String> values(EmbeddedCluster cluster, String topic) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("allow.auto.create.topics", "false");
        var partition = new TopicPartition(topic, 0);
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }

    private static void soon(ThrowingRunnable check) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(check);
    }
}
