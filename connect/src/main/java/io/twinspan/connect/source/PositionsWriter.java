package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Writable;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Writes position records without Connect: when an operator alters offsets, and after a task's last {@code poll}. Thread-safe: keeps
 * nothing.
 *
 * @param client a producer's configuration
 */
record PositionsWriter(String topic, int partitions, Map<String, Object> client, ClusterErrors errors) {

    /** Writes the records in their order; returns when all are durable, or throws within about the given time. */
    void write(Collection<? extends PositionRecord> records, Duration atMost) {
        send(
                records.stream().map(this::toRecord).toList(),
                client,
                atMost,
                failure -> errors.explain("storing positions in " + topic + " (some may be stored)", failure));
    }

    /** Sends records in their order; returns when all are durable, or throws within about the given time. */
    static void send(
            Collection<ProducerRecord<byte[], byte[]>> records,
            Map<String, Object> client,
            Duration atMost,
            Function<Throwable, RuntimeException> explain) {
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, atMost.toMillis()));
        var bounded = new HashMap<>(client);
        bounded.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        bounded.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        bounded.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        bounded.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            var producer = new KafkaProducer<byte[], byte[]>(bounded);
            try {
                var sent = new ArrayList<Future<RecordMetadata>>();
                records.forEach(record -> sent.add(producer.send(record)));
                for (Future<RecordMetadata> one : sent) {
                    one.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                }
            } finally {
                producer.close(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw explain.apply(e);
        }
    }

    ProducerRecord<byte[], byte[]> toRecord(PositionRecord record) {
        var key = StoredPosition.keyOf(record);
        byte[] value = record instanceof Writable writable ? PositionRecords.encodeValue(writable) : null;
        int partition = PositionRecords.partitionOf(key.topic(), key.partition(), partitions);
        return new ProducerRecord<>(topic, partition, PositionRecords.encodeKey(key), value);
    }
}
