package io.twinspan.connect.source;

import io.twinspan.connect.sync.ClusterErrors;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the positions topic from its beginning to where it ends when the reading begins, in small steps, so that its caller can be
 * stopped in between. Confined to one thread.
 */
final class PositionsReader implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final String topic;
    private final KnownPositions known;
    private final ClusterErrors errors;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Map<TopicPartition, Long> ends;
    private int partitions;

    PositionsReader(String topic, Map<String, Object> client, ClusterErrors errors, KnownPositions known) {
        this.topic = topic;
        this.known = known;
        this.errors = errors;
        try {
            this.consumer = new KafkaConsumer<>(client);
        } catch (KafkaException e) {
            throw errors.explain("creating a consumer", e);
        }
    }

    /**
     * Reads on, for about as long as given; returns whether everything is read.
     *
     * @throws Misconfigured if only an operator can help
     * @throws TransientFailure if the cluster could not be reached or does not have the topic; call again
     */
    boolean advance(Duration atMost) {
        try {
            Map<TopicPartition, Long> until = ends;
            if (until == null) {
                until = findEnds(atMost);
                ends = until;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(isRead(until) ? Duration.ZERO : atMost)) {
                known.accept(PositionRecords.decode(record.key(), record.value()));
            }
            return isRead(until);
        } catch (ReplicationException e) {
            throw e;
        } catch (KafkaException e) {
            throw errors.explain("reading positions topic " + topic, e);
        }
    }

    /** How many partitions the topic has; known once anything was read. */
    int partitions() {
        return partitions;
    }

    private Map<TopicPartition, Long> findEnds(Duration atMost) {
        List<PartitionInfo> infos;
        try {
            infos = consumer.partitionsFor(topic, atMost);
        } catch (RetriableException e) {
            throw errors.explain("looking up positions topic " + topic, e);
        }
        if (infos == null || infos.isEmpty()) {
            throw new TransientFailure("Cluster " + errors.alias() + " has no topic " + topic
                    + ". The connector creates it; if it was deleted, restart the connector.");
        }
        List<TopicPartition> all = infos.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        var found = new HashMap<>(consumer.endOffsets(all, atMost));
        partitions = all.size();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return found;
    }

    private boolean isRead(Map<TopicPartition, Long> until) {
        for (var end : until.entrySet()) {
            // A partition without records has no position to ask for that needs no request: its end is its beginning.
            if (end.getValue() > 0 && consumer.position(end.getKey(), CLOSE_WAIT) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_WAIT));
    }
}
