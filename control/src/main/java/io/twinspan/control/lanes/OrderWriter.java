package io.twinspan.control.lanes;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecords;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Stores decisions, and then the orders that wake a running link. Confined to the calling thread. */
final class OrderWriter implements AutoCloseable {
    private final LinkView link;
    private final Clock clock;
    private final Duration limit;
    private final KafkaProducer<byte[], byte[]> producer;

    OrderWriter(LinkView link, Clock clock, Duration limit) {
        this.link = link;
        this.clock = clock;
        this.limit = limit;
        Map<String, Object> config = link.target().client("twinspan-lanes", limit);
        int millis = Math.toIntExact(limit.toMillis());
        config.put("acks", "all");
        config.put("linger.ms", "0");
        config.put("max.block.ms", millis);
        config.put("delivery.timeout.ms", millis);
        try {
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw failure("preparing to write", e);
        }
    }

    /** Stores what was decided; returns whether a running link hears of it. */
    boolean write(
            List<TopicPartition> partitions,
            Map<TopicPartition, PositionRecord.Writable> records,
            Map<TopicPartition, String> words) {
        try {
            int count = producer.partitionsFor(link.positionsTopic()).size();
            var sent = new ArrayList<Future<RecordMetadata>>();
            records.values().forEach(record -> sent.add(producer.send(record(record, count))));
            await(sent);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw failure("storing the decision in " + link.positionsTopic() + " (a part may be stored)", e);
        }
        try {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (TopicPartition partition : partitions) {
                var order = new LaneOrder(
                        partition.topic(), partition.partition(), clock.millis(), words.getOrDefault(partition, ""));
                sent.add(producer.send(new ProducerRecord<>(
                        link.controlTopic(), ControlRecords.encodeKey(order), ControlRecords.encodeValue(order))));
            }
            await(sent);
            return true;
        } catch (ExecutionException e) {
            if (isMissing(e.getCause())) {
                return false;
            }
            throw failure("the decision is stored, but telling a running link of it in " + link.controlTopic(), e);
        } catch (TimeoutException | KafkaException e) {
            if (isMissing(e)) {
                return false;
            }
            throw failure("the decision is stored, but telling a running link of it in " + link.controlTopic(), e);
        }
    }

    /** No link of this version has run, or it may not create the topic, or this principal may not write to it. */
    private static boolean isMissing(@Nullable Throwable failure) {
        boolean notThere = failure instanceof UnknownTopicOrPartitionException
                || failure instanceof InvalidTopicException
                || failure instanceof AuthorizationException;
        // The producer waits for a topic that is not there.
        boolean waited = failure instanceof org.apache.kafka.common.errors.TimeoutException
                && String.valueOf(failure.getMessage()).contains("not present in metadata");
        return notThere || waited;
    }

    private static ProducerRecord<byte[], byte[]> recordOf(
            String topic, int partition, PositionRecord.Writable record) {
        return new ProducerRecord<>(
                topic, partition, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record));
    }

    private ProducerRecord<byte[], byte[]> record(PositionRecord.Writable record, int count) {
        int partition =
                PositionRecords.partitionOf(record.key().topic(), record.key().partition(), count);
        return recordOf(link.positionsTopic(), partition, record);
    }

    private void await(List<Future<RecordMetadata>> sent) throws ExecutionException, TimeoutException {
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransientFailure("interrupted; what was decided may be stored in part", e);
            }
        }
    }

    private TransientFailure failure(String what, Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return new TransientFailure(
                what + " on " + link.target() + " failed: " + cause.getMessage()
                        + ". The principal of the file needs WRITE and DESCRIBE on the topic.",
                cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
