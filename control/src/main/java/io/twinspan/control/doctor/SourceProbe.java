package io.twinspan.control.doctor;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.inventory.LinkStatus;
import io.twinspan.control.inventory.PartitionStatus;
import io.twinspan.control.inventory.TopicStatus;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.RetentionForecast;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Asks a link's source who leads what, how far its brokers are, and what its retention is about to take. Confined to the calling thread; every
 * step is bounded in time.
 */
final class SourceProbe {
    private static final String SEND_BUFFER = "socket.send.buffer.bytes";

    /** How many brokers are measured; the first ones stand for a larger cluster. */
    private static final int MOST_BROKERS = 12;

    /** A lag that young is no reason to ask for retention. */
    private static final long CALM_MS = 10_000;

    private final ClusterAccess source;
    private final Admin admin;
    private final Duration limit;
    private final List<String> untold;

    /** @param untold gets what could not be found out, a sentence each */
    SourceProbe(ClusterAccess source, Admin admin, Duration limit, List<String> untold) {
        this.source = source;
        this.admin = admin;
        this.limit = limit;
        this.untold = untold;
    }

    /** The brokers that lead partitions of the link, and which ones each leads. */
    record Leaders(Map<Integer, SourceBroker> brokers, Map<TopicPartition, Integer> leaders) {}

    Leaders leaders(LinkStatus link) {
        Set<String> topics =
                link.topics().stream().map(TopicStatus::topic).collect(Collectors.toCollection(TreeSet::new));
        var leaders = new HashMap<TopicPartition, Integer>();
        var nodes = new TreeMap<Integer, Node>();
        admin.describeTopics(topics).topicNameValues().forEach((name, answer) -> {
            try {
                TopicDescription topic = source.await(answer, limit);
                topic.partitions().forEach(info -> {
                    Node leader = info.leader();
                    if (leader != null && !leader.isEmpty()) {
                        leaders.put(new TopicPartition(name, info.partition()), leader.id());
                        nodes.put(leader.id(), leader);
                    }
                });
            } catch (TransientFailure e) {
                untold.add("who leads " + name + " in " + source.alias() + ": " + e.getMessage());
            }
        });
        var brokers = new TreeMap<Integer, SourceBroker>();
        Map<Integer, Long> buffers = sendBuffers(nodes.keySet());
        nodes.values().stream()
                .limit(MOST_BROKERS)
                .forEach(node -> brokers.put(
                        node.id(),
                        new SourceBroker(
                                node.id(),
                                node.host() + ":" + node.port(),
                                Line.roundTrip(node.host(), node.port()),
                                buffers.getOrDefault(node.id(), 0L))));
        return new Leaders(brokers, leaders);
    }

    private Map<Integer, Long> sendBuffers(Collection<Integer> ids) {
        var resources = new HashMap<ConfigResource, Integer>();
        ids.stream()
                .limit(MOST_BROKERS)
                .forEach(id -> resources.put(new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id)), id));
        var buffers = new HashMap<Integer, Long>();
        try {
            for (var answer : admin.describeConfigs(resources.keySet()).values().entrySet()) {
                String value = Configs.text(source.await(answer.getValue(), limit), SEND_BUFFER);
                Integer id = resources.get(answer.getKey());
                if (!value.isEmpty() && id != null) {
                    buffers.put(id, Long.parseLong(value));
                }
            }
        } catch (TransientFailure e) {
            untold.add(SEND_BUFFER + " of the brokers of " + source.alias() + ", which is taken for the default: "
                    + e.getMessage());
        }
        return buffers;
    }

    /** How long until the source's retention reaches what is not copied yet, of partitions that lag for a while. */
    Map<TopicPartition, Long> timesToLoss(List<PartitionRate> rates) {
        List<PartitionRate> lagging = rates.stream()
                .filter(rate -> rate.lag() > 0
                        && (rate.after().rpo().atMostMs() < 0
                                || rate.after().rpo().atMostMs() > CALM_MS))
                .toList();
        if (lagging.isEmpty()) {
            return Map.of();
        }
        Map<String, RetentionForecast> retentions = retentions(lagging);
        Map<TopicPartition, Long> starts = starts(lagging);
        var left = new HashMap<TopicPartition, Long>();
        for (PartitionRate rate : lagging) {
            RetentionForecast retention = retentions.get(rate.partition().topic());
            Long start = starts.get(rate.partition());
            PartitionStatus partition = rate.after();
            if (retention != null) {
                OptionalLong ms = retention.timeToLossMs(
                        partition.rpo().atMostMs(),
                        start == null || partition.replicatedTo() < 0
                                ? -1
                                : Math.max(0, partition.replicatedTo() - start),
                        rate.takenPerSecond());
                ms.ifPresent(value -> left.put(rate.partition(), value));
            }
        }
        return left;
    }

    private Map<String, RetentionForecast> retentions(List<PartitionRate> lagging) {
        Set<ConfigResource> topics = lagging.stream()
                .map(rate -> new ConfigResource(
                        ConfigResource.Type.TOPIC, rate.partition().topic()))
                .collect(Collectors.toSet());
        var retentions = new HashMap<String, RetentionForecast>();
        admin.describeConfigs(topics).values().forEach((topic, answer) -> {
            try {
                Config config = source.await(answer, limit);
                retentions.put(
                        topic.name(),
                        new RetentionForecast(
                                Configs.number(config, TopicConfig.RETENTION_MS_CONFIG),
                                Configs.number(config, TopicConfig.RETENTION_BYTES_CONFIG),
                                Configs.text(config, TopicConfig.CLEANUP_POLICY_CONFIG)
                                        .contains(TopicConfig.CLEANUP_POLICY_DELETE)));
            } catch (TransientFailure e) {
                untold.add("the retention of " + topic.name() + ": " + e.getMessage());
            }
        });
        return retentions;
    }

    private Map<TopicPartition, Long> starts(List<PartitionRate> lagging) {
        var asked = lagging.stream().collect(Collectors.toMap(PartitionRate::partition, rate -> OffsetSpec.earliest()));
        var answer = admin.listOffsets(asked);
        var starts = new HashMap<TopicPartition, Long>();
        for (TopicPartition partition : asked.keySet()) {
            try {
                starts.put(
                        partition,
                        source.await(answer.partitionResult(partition), limit).offset());
            } catch (TransientFailure e) {
                untold.add("where " + partition + " begins: " + e.getMessage());
            }
        }
        return starts;
    }
}
