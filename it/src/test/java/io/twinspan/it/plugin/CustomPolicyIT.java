package io.twinspan.it.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.TopicLoader;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation's own replication policy, from a jar of its own, on a link in each direction. */
class CustomPolicyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private static EmbeddedCluster dc1;
    private static EmbeddedCluster dc2;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
    }

    @AfterAll
    static void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @Test
    void namesTopicsFindsSourcesAndStopsCyclesFromAPluginPath() throws Exception {
        load(dc1, "orders", 1);
        load(dc2, "orders", 2);
        Path jar = DocumentedPolicy.jarIn(directory);
        String plugins = jar.getParent().getParent().toString();
        Map<String, String> more =
                Map.of("dc1.plugin.path", plugins, "dc2.plugin.path", plugins, "topics", "orders, replica-.*");
        String file = Cli.file(directory, file(more)).toString();

        Cli check = Cli.run("check", file);
        assertThat(check.text()).contains("orders -> replica-dc1-orders", "orders -> replica-dc2-orders");

        try (JavaProcess run = TwinspanProcess.run("custom-policy", Path.of(file), directory.resolve("run.log"))) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertThat(topics(dc1)).as(run.logTail()).contains("replica-dc2-orders");
                assertThat(topics(dc2)).as(run.logTail()).contains("replica-dc1-orders");
                assertCopied(dc1, "orders", dc2, "replica-dc1-orders");
                assertCopied(dc2, "orders", dc1, "replica-dc2-orders");
            });
            // Several more looks at both clusters: a copy is never taken for an original.
            load(dc1, "replica-later", 3);
            await().atMost(SOON).untilAsserted(() -> assertThat(topics(dc2)).contains("replica-dc1-replica-later"));
            assertThat(topics(dc1)).containsExactly("orders", "replica-dc2-orders", "replica-later");
            assertThat(topics(dc2)).containsExactly("orders", "replica-dc1-orders", "replica-dc1-replica-later");
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    @Test
    void isFoundOnTheClassPath() throws Exception {
        load(dc1, "users", 4);
        Path jar = DocumentedPolicy.jarIn(directory);
        String file = Cli.file(directory, file(Map.of("topics", "users"))).toString();
        assertThat(Cli.run("check", file).text())
                .contains(
                        "replication.policy.class: the class com.example.ReplicaPolicy is not on the class path",
                        "plugins/");

        try (JavaProcess check = JavaProcess.of("io.twinspan.app.cli.Main")
                .name("check")
                .classPath(jar + File.pathSeparator + System.getProperty("java.class.path"))
                .arguments("check", file)
                .start()) {
            assertThat(check.awaitExit(SOON)).as(check.logTail()).isZero();
            assertThat(check.logTail()).contains("users -> replica-dc1-users");
        }
    }

    private static void load(EmbeddedCluster cluster, String topic, long seed) {
        TopicLoader.of(cluster, topic).partitions(2).create().load(JsonRecords.of(JsonRecords.Kind.ORDERS, seed), 500);
    }

    private static void assertCopied(EmbeddedCluster from, String topic, EmbeddedCluster to, String copy) {
        ClusterComparison.compare(from.clientProperties(), topic, to.clientProperties(), copy)
                .verify();
    }

    /** Those of the first test; not what links and workers keep there. */
    private static Set<String> topics(EmbeddedCluster cluster) throws Exception {
        var topics = new TreeSet<>(cluster.admin().listTopics().names().get());
        topics.removeIf(topic -> topic.startsWith("mm2-")
                || topic.endsWith("heartbeats")
                || topic.endsWith(".internal")
                || topic.equals("users"));
        return topics;
    }

    private static Map<String, String> file(Map<String, String> more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", dc1.bootstrapServers());
        properties.put("dc2.bootstrap.servers", dc2.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc2->dc1.enabled", "true");
        properties.put("replication.policy.class", DocumentedPolicy.CLASS);
        properties.put("refresh.topics.interval.seconds", "1");
        properties.putAll(Small.FACTORS);
        properties.putAll(more);
        return properties;
    }
}
