package io.twinspan.connect.checkpoint;

import io.twinspan.connect.source.PositionsReader;
import io.twinspan.model.wire.Checkpoints;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What the checkpoints topic says of some groups: the target offsets that the link, or MirrorMaker 2 before it, may have committed
 * for them. Confined to one thread.
 */
final class OwnCheckpoints {
    private static final Duration STEP = Duration.ofMillis(500);

    /** The last ones of each partition; more than the cleaner leaves, and more than a sync interval can hold. */
    private static final int MOST = 64;

    private final Set<String> groups;
    private final Map<String, Map<TopicPartition, Set<Long>>> offsets = new HashMap<>();

    OwnCheckpoints(Collection<String> groups) {
        this.groups = new HashSet<>(groups);
    }

    /** Reads the topic as far as it goes now. */
    static Map<String, Map<TopicPartition, Set<Long>>> read(CheckpointSettings settings, Collection<String> groups) {
        var own = new OwnCheckpoints(groups);
        try (var reader = new PositionsReader(
                settings.topics().checkpoints(),
                settings.clients().checkpointsConsumer(),
                settings.targetErrors(),
                own::take)) {
            boolean read = false;
            while (!read) {
                read = reader.advance(STEP);
            }
        }
        return own.offsets();
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        Checkpoints.decode(record.key(), record.value())
                .filter(checkpoint -> groups.contains(checkpoint.group()))
                .ifPresent(checkpoint -> {
                    Set<Long> last = offsets.computeIfAbsent(checkpoint.group(), unused -> new HashMap<>())
                            .computeIfAbsent(checkpoint.partition(), unused -> new LinkedHashSet<>());
                    last.remove(checkpoint.downstreamOffset());
                    last.add(checkpoint.downstreamOffset());
                    if (last.size() > MOST) {
                        last.remove(last.iterator().next());
                    }
                });
    }

    Map<String, Map<TopicPartition, Set<Long>>> offsets() {
        return offsets;
    }
}
