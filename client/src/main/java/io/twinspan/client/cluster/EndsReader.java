package io.twinspan.client.cluster;

import io.twinspan.client.cluster.OtherLinks.Side;
import io.twinspan.model.translation.LogEnds;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks where the logs of partitions begin and end that have the same name in both clusters of a link: at the target first, as
 * {@link LogEnds} demands. Immutable, as far as its clients are.
 */
public record EndsReader(Side source, Side target) {

    /** The ends of those partitions that both clusters tell of. */
    public Map<TopicPartition, LogEnds> read(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> targetEnds = offsets(target, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> sourceEnds = offsets(source, targetEnds.keySet(), OffsetSpec.latest());
        Map<TopicPartition, Long> starts = starts(target, sourceEnds.keySet());
        var ends = new HashMap<TopicPartition, LogEnds>();
        starts.forEach((partition, start) -> {
            Long targetEnd = targetEnds.get(partition);
            Long sourceEnd = sourceEnds.get(partition);
            if (targetEnd != null && sourceEnd != null) {
                ends.put(partition, new LogEnds(start, targetEnd, sourceEnd));
            }
        });
        return Map.copyOf(ends);
    }

    /** Where the logs of partitions begin in a cluster, of those of which it tells. */
    public static Map<TopicPartition, Long> starts(Side side, Collection<TopicPartition> partitions) {
        return offsets(side, partitions, OffsetSpec.earliest());
    }

    /** The latest offsets are high watermarks: what is behind one, no link can have read. */
    private static Map<TopicPartition, Long> offsets(
            Side side, Collection<TopicPartition> partitions, OffsetSpec which) {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, which));
        var options = new ListOffsetsOptions()
                .timeoutMs((int) Math.min(Integer.MAX_VALUE, side.timeout().toMillis()));
        var answer = side.admin().listOffsets(asked, options);
        var offsets = new HashMap<TopicPartition, Long>();
        for (TopicPartition partition : asked.keySet()) {
            var offset = answer.partitionResult(partition);
            if (side.errors().failure(offset, side.timeout()) == null) {
                offsets.put(
                        partition,
                        side.errors()
                                .await(offset, side.timeout(), "asking where " + partition + " ends")
                                .offset());
            }
        }
        return offsets;
    }
}
