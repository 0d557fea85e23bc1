package io.twinspan.client;

import io.twinspan.client.cluster.ClusterErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What consumer groups have committed in the source. Confined to one call at a time. */
final class SourceGroups implements AutoCloseable {
    private final AdminLease lease;
    private final ClusterErrors errors;
    private final Duration limit;

    SourceGroups(AdminLease lease, ClusterErrors errors, Duration limit) {
        this.lease = lease;
        this.errors = errors;
        this.limit = limit;
    }

    /** A group's offsets, without partitions in which it has none; empty for a group that there is not. */
    Map<TopicPartition, OffsetAndMetadata> offsets(String group) {
        var options =
                new ListConsumerGroupOffsetsOptions().timeoutMs((int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
        var answer = lease.admin().listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata();
        var present = new HashMap<TopicPartition, OffsetAndMetadata>();
        errors.await(answer, limit, "reading the offsets of group " + group).forEach((partition, offset) -> {
            // Some clients (Sarama) commit -1 for "none".
            if (offset != null && offset.offset() >= 0) {
                present.put(partition, offset);
            }
        });
        return Map.copyOf(present);
    }

    @Override
    public void close() {
        lease.close();
    }
}
