package io.twinspan.connect.checkpoint;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a task's groups have committed on the source, as read last. Immutable.
 *
 * @param reading counts the readings, from 1
 */
record GroupOffsets(long reading, Map<String, Map<TopicPartition, OffsetAndMetadata>> byGroup) {
    GroupOffsets {
        byGroup = Map.copyOf(byGroup);
    }

    /** The topics in which any group has a position. */
    Set<String> topics() {
        var topics = new TreeSet<String>();
        byGroup.values().forEach(offsets -> offsets.keySet().forEach(partition -> topics.add(partition.topic())));
        return topics;
    }
}
