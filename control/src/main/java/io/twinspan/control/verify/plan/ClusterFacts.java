package io.twinspan.control.verify.plan;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a cluster says of its topics. Confined to one thread; every question is bounded in time.
 *
 * <p>Only READ and DESCRIBE on the topics are needed. What else would be good to know is asked, and done without.
 */
public final class ClusterFacts implements AutoCloseable {
    private static final int MOST_TOPICS = 500;

    private final ClusterAccess cluster;
    private final Duration limit;
    private final Admin admin;

    public ClusterFacts(ClusterAccess cluster, Duration limit) {
        this.cluster = cluster;
        this.limit = limit;
        try {
            this.admin = Admin.create(cluster.client("twinspan-verify", limit));
        } catch (KafkaException e) {
            throw cluster.unanswered(e);
        }
    }

    /**
     * The cluster's id.
     *
     * @throws TransientFailure if it does not tell
     */
    public String clusterId() {
        return ask(admin.describeCluster().clusterId());
    }

    /** The names of topics that are wanted, as far as the principal may see them. */
    public Set<String> topics(Predicate<String> wanted) {
        var found = new TreeMap<String, Boolean>();
        ask(admin.listTopics().names()).stream().filter(wanted).forEach(name -> found.put(name, true));
        return found.keySet();
    }

    /** Those of some topics that there are. */
    public Map<String, TopicDescription> describe(Collection<String> names) {
        var described = new TreeMap<String, TopicDescription>();
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += MOST_TOPICS) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MOST_TOPICS));
            admin.describeTopics(some).topicNameValues().forEach((name, answer) -> {
                try {
                    described.put(name, ask(answer));
                } catch (TransientFailure e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                }
            });
        }
        return described;
    }

    /**
     * Which topics a cleaner works on; empty for those of which the cluster does not tell: DESCRIBE_CONFIGS is missing.
     */
    public Map<String, Boolean> compacted(Collection<String> names) {
        Map<String, Boolean> compacted = new HashMap<>();
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> {
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
    public Map<TopicPartition, Long> firsts(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The offsets that come next in partitions, in the same way. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, boolean readCommitted) {
        return offsets(
                partitions,
                OffsetSpec.latest(),
                readCommitted ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED);
    }

    /** The first offsets with this timestamp or a later one; partitions that have none are left out. */
    public Map<TopicPartition, Long> atTime(Collection<TopicPartition> partitions, long timeMs) {
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
        var answer = admin.listOffsets(asked, new ListOffsetsOptions(isolation));
        for (TopicPartition partition : asked.keySet()) {
            askOptional(answer.partitionResult(partition)).ifPresent(info -> found.put(partition, info.offset()));
        }
        return found;
    }

    /** How many bytes partitions have; those of which the cluster does not tell are left out: DESCRIBE on the cluster is missing. */
    public Map<TopicPartition, Long> sizes() {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        List<Integer> brokers =
                ask(admin.describeCluster().nodes()).stream().map(Node::id).toList();
        admin.describeLogDirs(brokers).descriptions().values().forEach(answer -> {
            Map<String, LogDirDescription> told = askOptional(answer).orElse(Map.of());
            told.values()
                    .forEach(directory -> directory
                            .replicaInfos()
                            .forEach((partition, replica) -> sizes.merge(partition, replica.size(), Math::max)));
        });
        return sizes;
    }

    private <T> T ask(KafkaFuture<T> answer) {
        return cluster.await(answer, limit);
    }

    private <T> Optional<T> askOptional(KafkaFuture<T> answer) {
        try {
            return Optional.of(ask(answer));
        } catch (TransientFailure e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close(limit);
    }
}
