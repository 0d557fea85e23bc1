package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats over a chain of three clusters, which Kafka's own client follows. */
class HeartbeatsIT {
    private static final List<EmbeddedCluster> CLUSTERS = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startClusters() {
        for (String alias : List.of("dc1", "dc2", "dc3")) {
            CLUSTERS.add(EmbeddedCluster.builder(alias).start());
        }
    }

    @AfterAll
    static void stopClusters() {
        CLUSTERS.forEach(KafkaCluster::close);
    }

    @Test
    void heartbeatsTellEveryWayBetweenTheClusters() throws Exception {
        String file = file();
        try (JavaProcess run = TwinspanProcess.run("heartbeats", file)) {
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        assertThat(run.isAlive()).as(run.logTail()).isTrue();
                        // dc3->dc1 and the like are not enabled, and emit heartbeats all the same.
                        assertThat(paths(file))
                                .as(run.logTail())
                                .contains(
                                        "dc1 -> dc2",
                                        "dc2 -> dc1",
                                        "dc3 -> dc1",
                                        "dc2 -> dc1 -> dc2",
                                        "dc3 -> dc1 -> dc2 -> dc3");
                    });
            assertThat(RemoteClusterUtils.upstreamClusters(client(2))).contains("dc1", "dc2");
            assertThat(RemoteClusterUtils.replicationHops(client(2), "dc2")).isEqualTo(1);
            assertThat(RemoteClusterUtils.replicationHops(client(2), "dc1")).isEqualTo(2);
            assertThat(RemoteClusterUtils.heartbeatTopics(client(2)))
                    .contains("heartbeats", "dc2.heartbeats", "dc2.dc1.heartbeats");
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "heartbeats");
            assertThat(CLUSTERS.get(0)
                            .admin()
                            .describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                            .value())
                    .isEqualTo("compact");

            Cli table = Cli.run("heartbeats", file);
            assertThat(table.exitCode()).isZero();
            assertThat(table.out()).contains("CLUSTER", "dc2.dc1.heartbeats", "dc3->dc1", " s ago");
            assertThat(run.stop(Duration.ofSeconds(30))).as(run.logTail()).isZero();
        }
    }

    private static List<String> paths(String file) throws Exception {
        Cli heartbeats = Cli.run("heartbeats", file, "--json");
        assertThat(heartbeats.exitCode()).as(heartbeats.text()).isZero();
        List<String> paths = new ArrayList<>();
        for (JsonNode row : new ObjectMapper().readTree(heartbeats.out())) {
            if (row.get("ageMs").asLong() < 10_000) {
                List<String> hops = new ArrayList<>();
                row.get("path").forEach(hop -> hops.add(hop.asText()));
                paths.add(String.join(" -> ", hops));
            }
        }
        return paths;
    }

    private static Map<String, Object> client(int cluster) {
        return new HashMap<>(CLUSTERS.get(cluster).clientProperties());
    }

    private String file() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2, dc3");
        CLUSTERS.forEach(cluster -> properties.put(cluster.name() + ".bootstrap.servers", cluster.bootstrapServers()));
        for (String link : List.of("dc1->dc2", "dc2->dc3")) {
            properties.put(link + ".enabled", "true");
            properties.put(link + ".topics", "orders.*");
        }
        properties.put("refresh.topics.interval.seconds", "2");
        // Small workers: there are three in one process.
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.putAll(Cli.replicas(1));
        return Cli.file(directory, properties).toString();
    }
}
