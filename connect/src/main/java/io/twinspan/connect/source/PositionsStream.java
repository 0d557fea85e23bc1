package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.wire.PositionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Stores positions all the time, beside Connect, whose transformations would change them. Confined to one thread, but for the
 * failure, which the producer's thread sets.
 */
final class PositionsStream implements AutoCloseable {
    private final PositionsWriter writer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Consumer<PositionRecord> durable;
    private volatile @Nullable ReplicationException failure;

    /** @param durable is told of each record that is stored, on the producer's thread */
    PositionsStream(
            String topic,
            int partitions,
            Map<String, Object> client,
            ClusterErrors errors,
            Consumer<PositionRecord> durable) {
        this.durable = durable;
        this.writer = new PositionsWriter(topic, partitions, client, errors);
        try {
            this.producer = new KafkaProducer<>(client);
        } catch (KafkaException e) {
            throw errors.explain("creating a producer for " + topic, e);
        }
    }

    /**
     * Stores records, in order, without waiting.
     *
     * @throws ReplicationException if an earlier one could not be stored: a map with a hole would lead readers past records
     */
    void store(List<? extends PositionRecord> records) {
        ReplicationException earlier = failure;
        if (earlier != null) {
            throw earlier;
        }
        try {
            records.forEach(record -> producer.send(writer.toRecord(record), (metadata, e) -> {
                if (e == null) {
                    durable.accept(record);
                } else {
                    failure = writer.errors().explain("storing positions in " + writer.topic(), e);
                }
            }));
        } catch (KafkaException e) {
            throw writer.errors().explain("storing positions in " + writer.topic(), e);
        }
    }

    /** Waits so long for what is under way. */
    void close(Duration atMost) {
        producer.close(atMost);
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
