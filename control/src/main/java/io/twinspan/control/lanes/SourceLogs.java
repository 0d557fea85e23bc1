package io.twinspan.control.lanes;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Where the logs of some partitions begin and end, asked for at the first question. Confined to one thread. */
final class SourceLogs {
    private final ClusterAccess cluster;
    private final List<TopicPartition> partitions;
    private final Duration limit;
    private final Map<TopicPartition, Long> firsts = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    SourceLogs(ClusterAccess cluster, List<TopicPartition> partitions, Duration limit) {
        this.cluster = cluster;
        this.partitions = List.copyOf(partitions);
        this.limit = limit;
    }

    /**
     * The first offset that is still there.
     *
     * @throws TransientFailure if the cluster does not answer
     */
    long first(TopicPartition partition) {
        return known(firsts, OffsetSpec.earliest(), partition);
    }

    /**
     * The offset of the next record.
     *
     * @throws TransientFailure if the cluster does not answer
     */
    long end(TopicPartition partition) {
        return known(ends, OffsetSpec.latest(), partition);
    }

    private long known(Map<TopicPartition, Long> offsets, OffsetSpec spec, TopicPartition partition) {
        if (offsets.isEmpty()) {
            ask(offsets, spec);
        }
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalArgumentException(partition + " was not asked for");
        }
        return offset;
    }

    private void ask(Map<TopicPartition, Long> offsets, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        try (Admin admin = Admin.create(cluster.client("twinspan-lanes", limit))) {
            var answer = admin.listOffsets(asked);
            for (TopicPartition partition : partitions) {
                offsets.put(
                        partition,
                        cluster.await(answer.partitionResult(partition), limit).offset());
            }
        } catch (TransientFailure | KafkaException e) {
            throw new TransientFailure(e.getMessage() + "; nothing was changed", e);
        }
    }
}
