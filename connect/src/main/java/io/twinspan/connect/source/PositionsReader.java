package io.twinspan.connect.source;

import io.twinspan.connect.sync.ClusterErrors;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads an internal topic of the target, such as the positions topic, from its beginning, in small steps, so that its caller can be
 * stopped in between: to where it ends when the reading begins, and on, as far as it is asked to. Confined to one thread.
 */
public final class PositionsReader implements PositionsReading {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final String topic;
    private final Consumer<ConsumerRecord<byte[], byte[]>> sink;
    private final boolean isOptional;
    private final ClusterErrors errors;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Map<TopicPartition, Long> ends;

    /**
     * Begins to read.
     *
     * @param client a consumer's configuration
     * @param sink gets every record, in the order of its partition
     */
    public PositionsReader(
            String topic,
            Map<String, Object> client,
            ClusterErrors errors,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        this(topic, client, errors, sink, false);
    }

    /** @param isOptional whether a topic that is not there counts as an empty one */
    PositionsReader(
            String topic,
            Map<String, Object> client,
            ClusterErrors errors,
            Consumer<ConsumerRecord<byte[], byte[]>> sink,
            boolean isOptional) {
        this.topic = topic;
        this.sink = sink;
        this.isOptional = isOptional;
        this.errors = errors;
        try {
            this.consumer = new KafkaConsumer<>(client);
        } catch (KafkaException e) {
            throw errors.explain("creating a consumer", e);
        }
    }

    /** One request a call, so that each has all the time there is and no call takes much more. */
    @Override
    public boolean advance(Duration atMost) {
        try {
            if (consumer.assignment().isEmpty()) {
                List<TopicPartition> found = findPartitions(atMost);
                if (found.isEmpty()) {
                    return true;
                }
                consumer.assign(found);
                consumer.seekToBeginning(consumer.assignment());
                return false;
            }
            Map<TopicPartition, Long> until = ends;
            if (until == null) {
                ends = new HashMap<>(consumer.endOffsets(consumer.assignment(), atMost));
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
                sink.accept(record);
            }
            return isRead(until, atMost);
        } catch (ReplicationException e) {
            throw e;
        } catch (KafkaException e) {
            throw errors.explain("reading topic " + topic, e);
        }
    }

    @Override
    public int partitions() {
        return consumer.assignment().size();
    }

    private List<TopicPartition> findPartitions(Duration atMost) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, atMost);
        if (infos == null || infos.isEmpty()) {
            if (isOptional) {
                return List.of();
            }
            throw new TransientFailure("Cluster " + errors.alias() + " has no topic " + topic
                    + ". The connector creates it; if it was deleted, restart the connector.");
        }
        return infos.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private boolean isRead(Map<TopicPartition, Long> until, Duration atMost) {
        for (var end : until.entrySet()) {
            // Polling knows where every partition begins, so this asks nobody, but for a partition that has no leader.
            if (end.getValue() > 0 && consumer.position(end.getKey(), atMost) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    // Not by CloseOptions, which workers of Kafka 4.0 do not have.
    @SuppressWarnings("deprecation")
    @Override
    public void close() {
        consumer.close(CLOSE_WAIT);
    }
}
