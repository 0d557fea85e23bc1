package io.twinspan.control.cluster;

import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * An admin client of one cluster: the questions that several commands ask, each answered within a limit. Thread-safe: so is the admin
 * client.
 */
public final class ClusterClient implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    /** So many topics are described in one answer, which has to fit into the limit. */
    private static final int MOST_TOPICS = 500;

    private final ClusterAccess cluster;
    private final Duration limit;
    private final Admin admin;

    /**
     * Connects to nothing yet.
     *
     * @param clientId what the cluster's operators see
     * @param limit how long each answer may take
     * @throws TransientFailure if the client cannot be made
     */
    public ClusterClient(ClusterAccess cluster, String clientId, Duration limit) {
        this.cluster = cluster;
        this.limit = limit;
        try {
            this.admin = Admin.create(cluster.client(clientId, limit));
        } catch (KafkaException e) {
            throw cluster.unanswered(e);
        }
    }

    /** Which cluster it is. */
    public ClusterAccess cluster() {
        return cluster;
    }

    /** For what is asked in one place only; its answers go through {@link #await}. */
    public Admin admin() {
        return admin;
    }

    /**
     * An answer, waited for no longer than the limit.
     *
     * @throws TransientFailure if there is none, or an error instead, which is then its cause
     */
    public <T> T await(KafkaFuture<T> answer) {
        return cluster.await(answer, limit);
    }

    /** The cluster's id. */
    public String clusterId() {
        return await(admin.describeCluster().clusterId());
    }

    /** The names of all topics but Kafka's internal ones. */
    public Set<String> topicNames() {
        return await(admin.listTopics().names());
    }

    /** These topics, without those that there are not. */
    public Map<String, TopicDescription> topics(Collection<String> names) {
        var described = new TreeMap<String, TopicDescription>();
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += MOST_TOPICS) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MOST_TOPICS));
            admin.describeTopics(some).topicNameValues().forEach((name, answer) -> {
                try {
                    described.put(name, await(answer));
                } catch (TransientFailure e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                }
            });
        }
        return described;
    }

    /** The partitions of topics. */
    public static List<TopicPartition> partitions(Collection<TopicDescription> topics) {
        return topics.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** Where logs begin. */
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** High watermarks. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Last stable offsets: where readers of committed records end. */
    public Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel level) {
        var found = new HashMap<TopicPartition, Long>();
        if (partitions.isEmpty()) {
            return found;
        }
        var asked = partitions.stream().distinct().collect(Collectors.toMap(partition -> partition, unused -> spec));
        var answer = admin.listOffsets(asked, new ListOffsetsOptions(level));
        asked.keySet()
                .forEach(partition -> found.put(
                        partition, await(answer.partitionResult(partition)).offset()));
        return found;
    }

    /** The configs of topics, by topic and name. */
    public Map<String, Map<String, String>> topicConfigs(Collection<String> topics) {
        List<ConfigResource> asked = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        var configs = new HashMap<String, Map<String, String>>();
        await(admin.describeConfigs(asked).all())
                .forEach((resource, config) -> configs.put(resource.name(), values(config)));
        return configs;
    }

    /** The configs of one broker; nothing if they may not be read. */
    public Map<String, String> brokerConfigs() {
        Collection<Node> nodes = await(admin.describeCluster().nodes());
        var broker = new ConfigResource(
                ConfigResource.Type.BROKER, nodes.iterator().next().idString());
        try {
            Config config = await(admin.describeConfigs(List.of(broker)).all()).get(broker);
            return config == null ? Map.of() : values(config);
        } catch (TransientFailure e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.AuthorizationException) {
                return Map.of();
            }
            throw e;
        }
    }

    private static Map<String, String> values(Config config) {
        var values = new HashMap<String, String>();
        config.entries().forEach(entry -> {
            if (entry.value() != null) {
                values.put(entry.name(), entry.value());
            }
        });
        return values;
    }

    @Override
    public void close() {
        admin.close(CLOSE_WAIT);
    }
}
