package io.twinspan.control.group;

import io.twinspan.control.cluster.TopicsReader;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last checkpoint of every group in every partition from a link's target. Thread-safe: keeps nothing.
 *
 * @param limit how long the reading may stand still
 */
public record CheckpointReader(Clock clock, Duration limit) {

    /**
     * The checkpoints of each group; nothing if the link has never written one.
     *
     * @throws TransientFailure if the target does not answer
     */
    public Map<String, List<Checkpointed>> read(LinkView link) {
        var last = new TreeMap<String, Map<TopicPartition, Checkpointed>>();
        new TopicsReader(link.target(), "twinspan-groups", clock, limit)
                .read(link.internal().checkpoints(), record -> take(record, link, last));
        var lists = new TreeMap<String, List<Checkpointed>>();
        last.forEach((group, places) -> lists.put(group, List.copyOf(places.values())));
        return lists;
    }

    static void take(
            ConsumerRecord<byte[], byte[]> record, LinkView link, Map<String, Map<TopicPartition, Checkpointed>> last) {
        Optional<Checkpoint> decoded = Checkpoints.decode(record.key(), record.value());
        if (decoded.isEmpty() || decoded.get().upstreamOffset() < 0) {
            return;
        }
        Checkpoint checkpoint = decoded.get();
        TopicPartition source = sourceOf(checkpoint.partition(), link);
        if (source != null) {
            last.computeIfAbsent(checkpoint.group(), unused -> new HashMap<>())
                    .put(
                            source,
                            new Checkpointed(
                                    source,
                                    checkpoint.partition(),
                                    new OffsetAndMetadata(checkpoint.upstreamOffset(), checkpoint.metadata()),
                                    record.timestamp()));
        }
    }

    /** A checkpoint names the target's partition. */
    private static @Nullable TopicPartition sourceOf(TopicPartition target, LinkView link) {
        ReplicationPolicy policy = link.internal().policy();
        String upstream = policy.upstreamTopic(target.topic());
        boolean isOfLink = link.name().source().value().equals(policy.topicSource(target.topic()));
        return isOfLink && upstream != null ? new TopicPartition(upstream, target.partition()) : null;
    }
}
