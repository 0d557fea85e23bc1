package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.OtherLinks;
import io.twinspan.model.translation.LogEnds;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a task's groups have committed on the source, as read last. Immutable.
 *
 * @param reading counts the readings, from 1
 * @param others which other links' records may be in topics that have the same name on both sides
 * @param ends where the logs of partitions of such topics begin and end, read after the groups
 */
record GroupOffsets(
        long reading,
        Map<String, Map<TopicPartition, OffsetAndMetadata>> byGroup,
        OtherLinks others,
        Map<TopicPartition, LogEnds> ends) {
    GroupOffsets {
        byGroup = Map.copyOf(byGroup);
        ends = Map.copyOf(ends);
    }

    /** Of groups in topics that have another name on the target. */
    GroupOffsets(long reading, Map<String, Map<TopicPartition, OffsetAndMetadata>> byGroup) {
        this(reading, byGroup, OtherLinks.NONE, Map.of());
    }

    /** The topics in which any group has a position. */
    Set<String> topics() {
        var topics = new TreeSet<String>();
        byGroup.values().forEach(offsets -> offsets.keySet().forEach(partition -> topics.add(partition.topic())));
        return topics;
    }
}
