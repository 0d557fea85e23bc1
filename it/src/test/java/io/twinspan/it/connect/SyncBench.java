package io.twinspan.it.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.testkit.cluster.EmbeddedConnect;
import io.twinspan.testkit.cluster.EmbeddedConnect.Reply;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * A link dc1->dc2 that looks every second, as a connector in a worker and as a file for the command. Confined to the test's thread.
 */
record SyncBench(KafkaCluster source, KafkaCluster target, EmbeddedConnect connect, String user) {
    private static final String CONNECTOR = "link";

    void start(String topics, Map<String, String> more) {
        var config = new HashMap<String, String>();
        config.put("name", CONNECTOR);
        config.put("connector.class", "io.twinspan.connect.source.LinkSourceConnector");
        config.put("source.cluster.alias", "dc1");
        config.put("target.cluster.alias", "dc2");
        config.put("tasks.max", "1");
        source.clientProperties(user).forEach((key, value) -> config.put("source.cluster." + key, value));
        target.clientProperties(user).forEach((key, value) -> config.put("target.cluster." + key, value));
        config.put("topics", topics);
        common().forEach(config::put);
        config.putAll(more);
        assertThat(connect.put(CONNECTOR, config)).matches(Reply::isOk);
        soon(() -> assertThat(connect.state(CONNECTOR)).isEqualTo("RUNNING"));
    }

    void stop() {
        connect.stop(CONNECTOR);
        soon(() -> assertThat(connect.state(CONNECTOR)).isEqualTo("STOPPED"));
    }

    void resume() {
        connect.resume(CONNECTOR);
        soon(() -> assertThat(connect.state(CONNECTOR)).isEqualTo("RUNNING"));
    }

    private static Map<String, String> common() {
        var common = new LinkedHashMap<String, String>();
        for (String factor : List.of("replication.factor", "positions.topic.replication.factor")) {
            common.put(factor, "1");
        }
        for (String interval : List.of("refresh.topics", "sync.topic.configs", "sync.topic.acls")) {
            common.put(interval + ".interval.seconds", "1");
        }
        return common;
    }

    /** What {@code twinspan plan} says of the same link. */
    Cli plan(Path directory, String topics, String... more) {
        var file = new LinkedHashMap<String, String>();
        file.put("clusters", "dc1, dc2");
        source.clientProperties(user).forEach((key, value) -> file.put("dc1." + key, value));
        target.clientProperties(user).forEach((key, value) -> file.put("dc2." + key, value));
        file.put("dc1->dc2.enabled", "true");
        file.put("dc1->dc2.topics", topics);
        file.put("emit.heartbeats.enabled", "false");
        file.putAll(common());
        var arguments =
                new ArrayList<>(List.of("plan", Cli.file(directory, file).toString()));
        arguments.addAll(List.of(more));
        Cli plan = Cli.run(arguments.toArray(String[]::new));
        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        return plan;
    }

    /** What was set on a topic itself. */
    static Map<String, String> own(KafkaCluster cluster, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var configs = cluster.admin().describeConfigs(List.of(resource)).all().get(10, TimeUnit.SECONDS);
        var own = new TreeMap<String, String>();
        for (ConfigEntry entry : configs.get(resource).entries()) {
            if (entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                own.put(entry.name(), entry.value());
            }
        }
        return own;
    }

    /** Sets a topic's config, or takes it back where the value is null. */
    static void set(KafkaCluster cluster, String topic, String name, @Nullable String value) throws Exception {
        var operation = new AlterConfigOp(new ConfigEntry(name, value), value == null ? OpType.DELETE : OpType.SET);
        cluster.admin()
                .incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(operation)))
                .all()
                .get(10, TimeUnit.SECONDS);
    }

    static void soon(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertion);
    }
}
