package io.twinspan.connect.takeover;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of many partitions at once, each up to where it ends when the reading begins, in small steps. Confined to one
 * thread.
 */
final class Sweep implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterErrors errors;
    private final Map<TopicPartition, Part> open;
    private @Nullable Map<TopicPartition, Long> ends;
    private @Nullable Map<TopicPartition, Long> firsts;

    /** Takes one partition's records. */
    interface Part {
        /** Where to begin, given the partition's end; before the first offset means at the first. */
        long from(long end);

        /** Takes a record; returns whether more are wanted. */
        boolean take(ConsumerRecord<byte[], byte[]> record);

        /** The end was reached. */
        void ended();
    }

    Sweep(Consumer<byte[], byte[]> consumer, ClusterErrors errors, Map<TopicPartition, Part> parts) {
        this.consumer = consumer;
        this.errors = errors;
        this.open = new HashMap<>(parts);
    }

    /** Reads on, for about as long as given, with one request a call; returns whether everything is read. */
    boolean advance(Duration atMost) {
        try {
            if (consumer.assignment().isEmpty()) {
                consumer.assign(open.keySet());
            }
            Map<TopicPartition, Long> until = ends;
            if (until == null) {
                ends = consumer.endOffsets(consumer.assignment(), atMost);
                return false;
            }
            if (firsts == null) {
                Map<TopicPartition, Long> found = consumer.beginningOffsets(consumer.assignment(), atMost);
                firsts = found;
                seek(found, until);
            } else {
                read(until, atMost);
            }
            return open.isEmpty();
        } catch (ReplicationException e) {
            throw e;
        } catch (KafkaException e) {
            throw errors.explain("comparing what MirrorMaker 2 copied", e);
        }
    }

    private void seek(Map<TopicPartition, Long> first, Map<TopicPartition, Long> until) {
        for (Iterator<Map.Entry<TopicPartition, Part>> parts = open.entrySet().iterator(); parts.hasNext(); ) {
            Map.Entry<TopicPartition, Part> part = parts.next();
            TopicPartition partition = part.getKey();
            long end = until.getOrDefault(partition, 0L);
            long from = Math.max(part.getValue().from(end), first.getOrDefault(partition, 0L));
            if (from >= end) {
                part.getValue().ended();
                parts.remove();
                consumer.pause(List.of(partition));
            } else {
                consumer.seek(partition, from);
            }
        }
    }

    private void read(Map<TopicPartition, Long> until, Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            var partition = new TopicPartition(record.topic(), record.partition());
            Part part = open.get(partition);
            if (part != null && record.offset() < until.getOrDefault(partition, 0L) && !part.take(record)) {
                open.remove(partition);
                consumer.pause(List.of(partition));
            }
        }
        for (Iterator<Map.Entry<TopicPartition, Part>> parts = open.entrySet().iterator(); parts.hasNext(); ) {
            Map.Entry<TopicPartition, Part> part = parts.next();
            if (consumer.position(part.getKey(), atMost) >= until.getOrDefault(part.getKey(), 0L)) {
                part.getValue().ended();
                parts.remove();
                consumer.pause(List.of(part.getKey()));
            }
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_WAIT));
    }
}
