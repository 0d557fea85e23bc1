package io.twinspan.control.doctor;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks a link's target for the state of the partitions that the link writes. Confined to the calling thread; every step is bounded in time. */
final class TargetProbe {
    private final ClusterAccess target;
    private final Admin admin;
    private final Duration limit;
    private final List<String> untold;

    /** @param untold gets what could not be found out, a sentence each */
    TargetProbe(ClusterAccess target, Admin admin, Duration limit, List<String> untold) {
        this.target = target;
        this.admin = admin;
        this.limit = limit;
        this.untold = untold;
    }

    List<TargetPartition> partitions(Collection<String> topics) {
        var described = new HashMap<String, TopicDescription>();
        admin.describeTopics(topics).topicNameValues().forEach((name, answer) -> {
            try {
                described.put(name, target.await(answer, limit));
            } catch (TransientFailure e) {
                // What is missing is created, or the lane says that it cannot be.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    untold.add("the state of " + name + " in " + target.alias() + ": " + e.getMessage());
                }
            }
        });
        Map<String, Integer> minimums = minimums(described.keySet());
        var partitions = new ArrayList<TargetPartition>();
        described.forEach((name, topic) -> topic.partitions()
                .forEach(info -> partitions.add(new TargetPartition(
                        name,
                        info.partition(),
                        info.leader() == null || info.leader().isEmpty()
                                ? -1
                                : info.leader().id(),
                        info.replicas().stream().map(Node::id).toList(),
                        info.isr().size(),
                        minimums.getOrDefault(name, 0)))));
        return partitions;
    }

    private Map<String, Integer> minimums(Collection<String> topics) {
        Set<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .collect(Collectors.toSet());
        var minimums = new HashMap<String, Integer>();
        try {
            for (var answer : admin.describeConfigs(resources).values().entrySet()) {
                long minimum =
                        Configs.number(target.await(answer.getValue(), limit), TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
                minimums.put(answer.getKey().name(), (int) Math.max(0, minimum));
            }
        } catch (TransientFailure e) {
            untold.add(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG + " of the topics in " + target.alias() + ": "
                    + e.getMessage());
        }
        return minimums;
    }
}
