package io.twinspan.control.verify.plan;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.model.error.TransientFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a cluster says of its topics, as far as it does. Stateless; every question is bounded in time.
 *
 * <p>Only READ and DESCRIBE on the topics are needed. What else would be good to know is asked, and done without.
 */
record ClusterFacts(ClusterClient client) {
    /**
     * Which topics a cleaner works on; empty for those of which the cluster does not tell: DESCRIBE_CONFIGS is missing.
     */
    Map<String, Boolean> compacted(Collection<String> names) {
        Map<String, Boolean> compacted = new HashMap<>();
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        client.admin().describeConfigs(resources).values().forEach((resource, answer) -> {
            Optional<Config> config = askOptional(answer);
            config.map(known -> known.get(TopicConfig.CLEANUP_POLICY_CONFIG))
                    .ifPresent(entry -> compacted.put(
                            resource.name(),
                            String.valueOf(entry.value())
                                    .toLowerCase(Locale.ROOT)
                                    .contains(TopicConfig.CLEANUP_POLICY_COMPACT)));
        });
        return compacted;
    }

    /** The first offsets that partitions still have; without those that have no leader, or may not be seen. */
    Map<TopicPartition, Long> firsts(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The offsets that come next in partitions, in the same way. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, boolean readCommitted) {
        return offsets(
                partitions,
                OffsetSpec.latest(),
                readCommitted ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED);
    }

    /** The first offsets with this timestamp or a later one; partitions that have none are left out. */
    Map<TopicPartition, Long> atTime(Collection<TopicPartition> partitions, long timeMs) {
        Map<TopicPartition, Long> found =
                offsets(partitions, OffsetSpec.forTimestamp(timeMs), IsolationLevel.READ_UNCOMMITTED);
        found.values().removeIf(offset -> offset < 0);
        return found;
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> found = new HashMap<>();
        var answer = client.admin().listOffsets(asked, new ListOffsetsOptions(isolation));
        for (TopicPartition partition : asked.keySet()) {
            askOptional(answer.partitionResult(partition)).ifPresent(info -> found.put(partition, info.offset()));
        }
        return found;
    }

    /** How many bytes partitions have; those of which the cluster does not tell are left out: DESCRIBE on the cluster is missing. */
    Map<TopicPartition, Long> sizes() {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        List<Integer> brokers = client.await(client.admin().describeCluster().nodes()).stream()
                .map(Node::id)
                .toList();
        client.admin().describeLogDirs(brokers).descriptions().values().forEach(answer -> {
            Map<String, LogDirDescription> told = askOptional(answer).orElse(Map.of());
            told.values()
                    .forEach(directory -> directory
                            .replicaInfos()
                            .forEach((partition, replica) -> sizes.merge(partition, replica.size(), Math::max)));
        });
        return sizes;
    }

    private <T> Optional<T> askOptional(KafkaFuture<T> answer) {
        try {
            return Optional.of(client.await(answer));
        } catch (TransientFailure e) {
            return Optional.empty();
        }
    }
}
