package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.source.Discovery.Described;
import io.twinspan.connect.sync.ConfigSelection;
import io.twinspan.connect.sync.ConfigSelection.Selected;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;

/** The source's topics, looked at one by one, so that one that fails does not hide the others. Confined to one thread. */
final class SourceTopics {
    private final Admin admin;
    private final ClusterErrors errors;
    private final Duration timeout;

    SourceTopics(Admin admin, ClusterErrors errors, Duration timeout) {
        this.admin = admin;
        this.errors = errors;
        this.timeout = timeout;
    }

    /** The names of all topics but Kafka's internal ones. */
    Collection<String> list() {
        var options = new ListTopicsOptions().listInternal(false).timeoutMs(timeoutMs());
        return errors.await(admin.listTopics(options).names(), timeout, "listing topics");
    }

    /** Each topic's partitions, or why they cannot be told. A topic that was deleted in between is left out. */
    Map<String, Described> describe(Collection<String> topics) {
        var described = new TreeMap<String, Described>();
        if (topics.isEmpty()) {
            return described;
        }
        var options = new DescribeTopicsOptions().timeoutMs(timeoutMs());
        admin.describeTopics(topics, options).topicNameValues().forEach((topic, answer) -> {
            Throwable failure = errors.failure(answer, timeout);
            if (failure == null) {
                int partitions = errors.await(answer, timeout, "describing " + topic)
                        .partitions()
                        .size();
                described.put(topic, Described.partitions(partitions));
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                described.put(topic, Described.refused(refusal(failure, "DESCRIBE on topic " + topic)));
            }
        });
        return described;
    }

    /** The configs that a target topic is to get, for each topic whose configs can be read; problems for the others. */
    Map<String, Selected> configs(
            Collection<String> topics, ConfigPropertyFilter filter, Collection<Problem> problems) {
        var configs = new HashMap<String, Selected>();
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        if (resources.isEmpty()) {
            return configs;
        }
        var options = new DescribeConfigsOptions().timeoutMs(timeoutMs());
        admin.describeConfigs(resources, options).values().forEach((resource, answer) -> {
            String topic = resource.name();
            Throwable failure = errors.failure(answer, timeout);
            if (failure == null) {
                var entries = errors.await(answer, timeout, "reading configs").entries();
                configs.put(topic, ConfigSelection.select(entries, filter));
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                problems.add(new Problem(
                        "source topic " + topic,
                        "its configs cannot be read, so its target topic is neither created nor adjusted: "
                                + refusal(failure, "DESCRIBE_CONFIGS on topic " + topic)));
            }
        });
        return configs;
    }

    /** The end offsets of those partitions that tell theirs. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        var ends = new HashMap<TopicPartition, Long>();
        if (wanted.isEmpty()) {
            return ends;
        }
        var answers = admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(timeoutMs()));
        for (TopicPartition partition : wanted.keySet()) {
            var answer = answers.partitionResult(partition);
            if (errors.failure(answer, timeout) == null) {
                ends.put(
                        partition,
                        errors.await(answer, timeout, "reading end offsets").offset());
            }
        }
        return ends;
    }

    private String refusal(Throwable failure, String permission) {
        if (failure instanceof AuthorizationException) {
            return "the link's principal on " + errors.alias() + " lacks " + permission
                    + ". Grant it, or exclude the topic.";
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage()
                + (failure instanceof RetriableException ? ". It is tried again." : ".");
    }

    private int timeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }
}
