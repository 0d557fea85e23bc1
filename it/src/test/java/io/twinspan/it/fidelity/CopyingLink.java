package io.twinspan.it.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.app.runner.Dedicated;
import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.InventoryReader;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.it.app.Cli;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workers of one {@code twinspan run}, in this JVM, and what {@code twinspan status} knows of their links.
 *
 * <p>Confined to the test's thread.
 */
final class CopyingLink implements AutoCloseable {
    private final Deployment deployment;
    private final Dedicated dedicated;

    private CopyingLink(Deployment deployment) {
        this.deployment = deployment;
        this.dedicated = new Dedicated(deployment.workerPlans());
    }

    /** Starts what a properties file with these lines asks for. */
    static CopyingLink start(Map<String, String> properties) {
        Deployment deployment = Deployment.of("fidelity.properties", text(properties));
        deployment.problems().throwIfErrors();
        var link = new CopyingLink(deployment);
        link.dedicated.start();
        return link;
    }

    private static String text(Map<String, String> properties) {
        var all = new Properties();
        all.putAll(properties);
        var text = new StringWriter();
        try {
            all.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** What a file says of its clusters, and of internal topics with so many replicas; links are still to be enabled. */
    static Map<String, String> clusters(int replicas, KafkaCluster... clusters) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", Stream.of(clusters).map(KafkaCluster::name).collect(Collectors.joining(", ")));
        for (KafkaCluster cluster : clusters) {
            cluster.clientProperties().forEach((key, value) -> properties.put(cluster.name() + "." + key, value));
        }
        properties.putAll(Cli.replicas(replicas));
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("emit.heartbeats.enabled", "false");
        properties.put("refresh.topics.interval.seconds", "2");
        properties.put("link.tip.interval.ms", "500");
        return properties;
    }

    /** Waits until every link has stored a position of each partition of these topics, so that the copies exist. */
    void awaitStarted(Duration limit, Collection<String> topics) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(inventory().links()).allSatisfy(link -> {
                    List<TopicStatus> started = link.topics().stream()
                            .filter(topic -> topics.contains(topic.topic()))
                            .toList();
                    assertThat(started)
                            .hasSize(topics.size())
                            .flatExtracting(TopicStatus::partitions)
                            .allSatisfy(partition ->
                                    assertThat(partition.replicatedTo()).isPositive());
                }));
    }

    /** Waits until every link has copied each of these topics up to its readable end. */
    void awaitNoLag(Duration limit, Collection<String> topics) {
        await().atMost(limit).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            for (LinkStatus link : inventory().links()) {
                assertThat(link.failedPartitions()).as(link.toString()).isZero();
                Map<String, Long> lags = link.topics().stream()
                        .filter(topic -> topics.contains(topic.topic()))
                        .collect(Collectors.toMap(TopicStatus::topic, TopicStatus::lagRecords));
                assertThat(lags).containsOnlyKeys(topics);
                assertThat(lags)
                        .as(link.link())
                        .allSatisfy((topic, lag) -> assertThat(lag).as(topic).isZero());
            }
        });
    }

    private Inventory inventory() {
        try (var reader = new InventoryReader(Clock.systemUTC(), Duration.ofSeconds(10))) {
            return reader.read(deployment.linkViews());
        }
    }

    @Override
    public void close() {
        dedicated.close();
    }
}
