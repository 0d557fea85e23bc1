package io.twinspan.it.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.TopicLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three clusters, each replicated to both others, by one process with one file. */
class MeshIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final List<String> ALIASES = List.of("a", "b", "c");
    private static final String TOPIC = "t";

    private final Map<String, EmbeddedCluster> clusters = new TreeMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stopClusters() {
        clusters.values().forEach(EmbeddedCluster::close);
    }

    @Test
    void eachClusterGetsItsOwnAndPrefixedCopiesAndNothingGrowsWhenLoadHasStopped() throws Exception {
        var loaded = new ArrayList<LoadedTopic>();
        for (String alias : ALIASES) {
            EmbeddedCluster cluster = EmbeddedCluster.builder(alias).start();
            clusters.put(alias, cluster);
            loaded.add(TopicLoader.of(cluster, TOPIC).partitions(2).create());
            cluster.createTopic("private", 1);
            cluster.createTopic("scratch", 1);
        }
        for (int i = 0; i < loaded.size(); i++) {
            loaded.get(i).load(JsonRecords.of(JsonRecords.Kind.ORDERS, i), 1_000);
        }
        Path log = directory.resolve("run.log");
        try (JavaProcess run = TwinspanProcess.run("mesh", Cli.file(directory, file()), log)) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                assertMesh();
            });
            for (int i = 0; i < loaded.size(); i++) {
                loaded.get(i).load(JsonRecords.of(JsonRecords.Kind.ORDERS, 10 + i), 1_000);
            }
            await().atMost(SOON).untilAsserted(this::assertMesh);

            Map<String, Long> before = ends();
            await().during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(8))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(ends()).isEqualTo(before));
            assertThat(Files.readString(log))
                    .contains("topics.blacklist was removed in Kafka 4; write topics.exclude instead");
            assertThat(run.stop(STOP)).as(run.logTail()).isZero();
        }
    }

    /** As in MirrorMaker 2, a copy is copied on, but never to a cluster that it came from. */
    private void assertMesh() throws Exception {
        for (String here : ALIASES) {
            var expected = new TreeMap<String, String>();
            for (String other : ALIASES) {
                for (String third : ALIASES) {
                    if (Stream.of(here, other, third).distinct().count() == 3) {
                        expected.put(other + "." + TOPIC, other);
                        expected.put(third + "." + other + "." + TOPIC, other);
                    }
                }
            }
            assertThat(replicated(here)).containsExactlyElementsOf(expected.keySet());
            for (var copy : expected.entrySet()) {
                ClusterComparison.compare(
                                cluster(copy.getValue()).clientProperties(),
                                TOPIC,
                                cluster(here).clientProperties(),
                                copy.getKey())
                        .verify();
            }
        }
    }

    private EmbeddedCluster cluster(String alias) {
        return clusters.values().stream()
                .filter(cluster -> cluster.name().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    /** The topics that a link made, but for what links and workers keep. */
    private TreeSet<String> replicated(String alias) throws Exception {
        var topics = new TreeSet<>(cluster(alias).admin().listTopics().names().get());
        topics.removeIf(topic -> List.of(TOPIC, "private", "scratch").contains(topic)
                || topic.startsWith("mm2-")
                || topic.endsWith("heartbeats")
                || topic.endsWith(".internal"));
        return topics;
    }

    /** How many records each partition of each cluster has had, but for what links and workers keep. */
    private Map<String, Long> ends() throws Exception {
        var ends = new TreeMap<String, Long>();
        for (String alias : ALIASES) {
            var partitions = new LinkedHashMap<TopicPartition, OffsetSpec>();
            for (String topic : replicated(alias)) {
                partitions.put(new TopicPartition(topic, 0), OffsetSpec.latest());
                partitions.put(new TopicPartition(topic, 1), OffsetSpec.latest());
            }
            cluster(alias)
                    .admin()
                    .listOffsets(partitions)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(alias + ":" + partition, end.offset()));
        }
        return ends;
    }

    private Map<String, String> file() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", String.join(", ", ALIASES));
        clusters.forEach((alias, cluster) -> properties.put(alias + ".bootstrap.servers", cluster.bootstrapServers()));
        for (String source : ALIASES) {
            for (String target : ALIASES) {
                if (!source.equals(target)) {
                    String link = source + "->" + target;
                    properties.put(link + ".enabled", "true");
                    // Both spellings: what MirrorMaker 2 of Kafka 4 ignores is honoured here, and warned of.
                    String key = source.equals("a") ? "topics.blacklist" : "topics.exclude";
                    properties.put(link + "." + key, "mm2.*\\.internal, __.*, (.*\\.)?private, (.*\\.)?scratch");
                }
            }
        }
        properties.put("refresh.topics.interval.seconds", "1");
        properties.put("link.tip.interval.ms", "500");
        properties.put("offset.storage.partitions", "1");
        properties.putAll(Small.FACTORS);
        return properties;
    }
}
