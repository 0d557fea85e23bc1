package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the source for the ids of topics. Thread-safe: keeps nothing. */
final class TopicIds {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private TopicIds() {}

    /** The ids of those topics of these partitions that there are. */
    static Map<String, Uuid> of(SourceSettings settings, Collection<TopicPartition> partitions) {
        var errors =
                new ClusterErrors("source.cluster.", settings.link().source().value());
        List<String> topics =
                partitions.stream().map(TopicPartition::topic).distinct().toList();
        var ids = new HashMap<String, Uuid>();
        try (Admin admin = settings.admin(settings.clients().sourceAdmin())) {
            admin.describeTopics(topics).topicNameValues().forEach((topic, answer) -> {
                try {
                    ids.put(
                            topic,
                            errors.await(answer, ANSWER, "describing " + topic).topicId());
                } catch (RuntimeException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                }
            });
        } catch (KafkaException e) {
            throw errors.explain("describing topics", e);
        }
        return ids;
    }
}
