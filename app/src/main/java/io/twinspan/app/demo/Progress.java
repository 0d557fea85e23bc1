package io.twinspan.app.demo;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How much of each topic has arrived in the second cluster: asked of that cluster, not of the link.
 *
 * <p>Confined to one thread.
 */
final class Progress {
    private static final long LIMIT_SECONDS = 10;
    private static final int BROKER = 0;

    private final Admin admin;

    Progress(Admin admin) {
        this.admin = admin;
    }

    /** Records in each topic's replica. The link writes no markers, so offsets count records. */
    Map<DemoTopic, Long> replicated() {
        Map<DemoTopic, Long> counts = new EnumMap<>(DemoTopic.class);
        for (DemoTopic topic : DemoTopic.values()) {
            counts.put(topic, 0L);
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (DemoTopic topic : DemoTopic.values()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                asked.put(new TopicPartition(topic.replica(), partition), OffsetSpec.latest());
            }
        }
        var existing = existing();
        asked.keySet().removeIf(partition -> !existing.contains(partition.topic()));
        var answers = admin.listOffsets(asked);
        for (DemoTopic topic : DemoTopic.values()) {
            long count = asked.keySet().stream()
                    .filter(partition -> partition.topic().equals(topic.replica()))
                    .mapToLong(
                            partition -> get(answers.partitionResult(partition)).offset())
                    .sum();
            counts.put(topic, count);
        }
        return counts;
    }

    /** Whether a topic is there. */
    boolean exists(String topic) {
        return existing().contains(topic);
    }

    private Collection<String> existing() {
        return get(admin.listTopics().names());
    }

    /** Bytes on disk of all replicas: as compressed as they were produced. */
    long bytes() {
        var names = Arrays.stream(DemoTopic.values()).map(DemoTopic::replica).toList();
        return get(admin.describeLogDirs(List.of(BROKER)).allDescriptions()).values().stream()
                .flatMap(directories -> directories.values().stream())
                .map(LogDirDescription::replicaInfos)
                .flatMap(replicas -> replicas.entrySet().stream())
                .filter(replica -> names.contains(replica.getKey().topic()))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("dc2 does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
