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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ThrowingRunnable;

/** A link between two clusters in a Connect worker, and all that tells of its partitions. Confined to one thread. */
final class PolicyStage implements AutoCloseable {
    static final String CONNECTOR = "policy-link";
    private static final Duration SOON = Duration.ofSeconds(60);

    final EmbeddedCluster source;
    final EmbeddedCluster target;
    final EmbeddedConnect connect;
    final LogLines log;
    private final String file;

    PolicyStage(Path directory) {
        log = new LogLines();
        source = EmbeddedCluster.builder("dc1").start();
        target = EmbeddedCluster.builder("dc2")
                // Who has no ACLs may all; so a test can take a single permission.
                .setting("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setting("allow.everyone.if.no.acl.found", "true")
                .start();
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

    /** Status, list of lanes, metric, log and documentation: all name the case. */
    void told(String topic, Cause cause, String state, int metric) {
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

    void theRestGoesOn() {
        int before = values(target, "dc1.case-calm").size();
        produce(source, "case-calm", "calm");
        soon(() -> assertThat(values(target, "dc1.case-calm")).hasSizeGreaterThan(before));
    }

    void order(String order, String topic, String... more) {
        var words = new ArrayList<>(List.of(topic + "-0"));
        words.addAll(List.of(more));
        Cli ordered = lanes(order, words.toArray(String[]::new));
        assertThat(ordered.exitCode()).as(ordered.text()).isZero();
        assertThat(ordered.out()).contains(topic + "-0: will ").doesNotContain("next start");
    }

    Cli lanes(String order, String... more) {
        var words = new ArrayList<>(List.of("lanes", order, file, "dc1->dc2"));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    String lanes() {
        return Cli.run("lanes", file).text();
    }

    String status() {
        return Cli.run("status", file).text();
    }

    Object metric(String topic, String attribute) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("twinspan:type=lane,source=dc1,target=dc2,topic=" + topic + ",partition=0"),
                        attribute);
    }

    void copied(String topic, String... values) {
        soon(() -> assertThat(values(target, "dc1." + topic)).containsExactly(values));
    }

    void produce(EmbeddedCluster cluster, String topic, String... values) {
        send(cluster, topic, Map.of(), values);
    }

    /** All of them in one batch, as far as they fit. */
    void send(EmbeddedCluster cluster, String topic, Map<String, Long> times, String... values) {
        try (var producer = producer(cluster)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 0, times.get(value), "k", value));
            }
        }
    }

    KafkaProducer<String, String> producer(EmbeddedCluster cluster) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("linger.ms", "200");
        config.put("batch.size", "100000");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    List<String> values(EmbeddedCluster cluster, String topic) {
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

    void soon(ThrowingRunnable check) {
        await().atMost(SOON).ignoreExceptions().untilAsserted(check);
    }

    @Override
    public void close() {
        connect.close();
        target.close();
        source.close();
        log.close();
    }
}
