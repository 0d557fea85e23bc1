package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.wire.Checkpoints;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The last checkpoint of every group in every partition. Confined to one call at a time. */
final class CheckpointIndex implements AutoCloseable {
    private final String topic;
    private final ClusterErrors errors;
    private final Duration limit;
    private final TopicReader reader;
    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = new HashMap<>();

    CheckpointIndex(String topic, Map<String, Object> consumer, ClusterErrors errors, Duration limit) {
        this.topic = topic;
        this.errors = errors;
        this.limit = limit;
        this.reader = new TopicReader(topic, consumer, errors, this::take);
    }

    /** A group's checkpoints as they are now. */
    Map<TopicPartition, OffsetAndMetadata> read(String group) {
        if (!reader.readAll(limit)) {
            throw new Inconsistent("Cluster " + errors.alias() + " has no topic " + topic
                    + ", where the link writes its checkpoints. Check the source's alias and the replication policy, and that"
                    + " 'emit.checkpoints.enabled' of the link is not false.");
        }
        return Map.copyOf(groups.getOrDefault(group, Map.of()));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Checkpoints.decode(record.key(), record.value())
                .ifPresent(checkpoint -> groups.computeIfAbsent(checkpoint.group(), unused -> new HashMap<>())
                        .put(
                                checkpoint.partition(),
                                new OffsetAndMetadata(checkpoint.downstreamOffset(), checkpoint.metadata())));
    }

    @Override
    public void close() {
        reader.close();
    }
}
