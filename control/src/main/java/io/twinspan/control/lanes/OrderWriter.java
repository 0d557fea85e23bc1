package io.twinspan.control.lanes;

import io.twinspan.control.cluster.TopicWriter;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.ControlRecord.LaneOrder;
import io.twinspan.model.wire.ControlRecords;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Stores decisions, and then the orders that wake a running link. Confined to the calling thread. */
final class OrderWriter implements AutoCloseable {
    private final LinkView link;
    private final Clock clock;
    private final TopicWriter writer;

    OrderWriter(LinkView link, Clock clock, Duration limit) {
        this.link = link;
        this.clock = clock;
        this.writer = new TopicWriter(link.target(), "twinspan-lanes", limit);
    }

    /** Stores what was decided; returns whether a running link hears of it. */
    boolean write(
            List<TopicPartition> partitions,
            Map<TopicPartition, PositionRecord.Writable> records,
            Map<TopicPartition, String> words) {
        int count = writer.partitions(link.positionsTopic());
        writer.append(
                "storing the decision in " + link.positionsTopic() + " (a part may be stored)",
                records.values().stream().map(record -> record(record, count)).toList());
        try {
            writer.append(
                    "the decision is stored, but telling a running link of it in " + link.controlTopic(),
                    partitions.stream()
                            .map(partition -> order(partition, words.getOrDefault(partition, "")))
                            .toList());
            return true;
        } catch (TransientFailure e) {
            if (isMissing(e.getCause())) {
                return false;
            }
            throw e;
        }
    }

    /** No link of this version has run, or it may not create the topic, or this principal may not write to it. */
    private static boolean isMissing(@Nullable Throwable failure) {
        boolean notThere = failure instanceof UnknownTopicOrPartitionException
                || failure instanceof InvalidTopicException
                || failure instanceof AuthorizationException;
        // The producer waits for a topic that is not there.
        boolean waited = failure instanceof TimeoutException
                && String.valueOf(failure.getMessage()).contains("not present in metadata");
        return notThere || waited;
    }

    private ProducerRecord<byte[], byte[]> record(PositionRecord.Writable record, int count) {
        int partition =
                PositionRecords.partitionOf(record.key().topic(), record.key().partition(), count);
        return new ProducerRecord<>(
                link.positionsTopic(),
                partition,
                PositionRecords.encodeKey(record.key()),
                PositionRecords.encodeValue(record));
    }

    private ProducerRecord<byte[], byte[]> order(TopicPartition partition, String what) {
        var order = new LaneOrder(partition.topic(), partition.partition(), clock.millis(), what);
        return new ProducerRecord<>(
                link.controlTopic(), ControlRecords.encodeKey(order), ControlRecords.encodeValue(order));
    }

    @Override
    public void close() {
        writer.close();
    }
}
