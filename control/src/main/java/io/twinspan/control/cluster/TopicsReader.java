package io.twinspan.control.cluster;

import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads whole topics of a cluster: from their first records to the ends that they had when reading began. Thread-safe: keeps nothing.
 *
 * @param clientId what the cluster's operators see
 * @param limit how long the reading may stand still
 */
public record TopicsReader(ClusterAccess cluster, String clientId, Clock clock, Duration limit) {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Is given every record, in the order of its partition. */
    @FunctionalInterface
    public interface Visitor {
        /** Is given one. */
        void visit(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Reads one topic; nothing if there is none of this name.
     *
     * @throws TransientFailure if the cluster does not answer
     */
    public void read(String topic, Visitor visitor) {
        try {
            read(
                    consumer -> {
                        List<PartitionInfo> infos = consumer.partitionsFor(topic, limit);
                        return infos == null ? List.of() : infos;
                    },
                    visitor);
        } catch (TransientFailure e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    /**
     * Reads the topics whose names are wanted.
     *
     * @throws TransientFailure if the cluster does not answer
     */
    public void readAll(Predicate<String> wanted, Visitor visitor) {
        read(
                consumer -> consumer.listTopics(limit).entrySet().stream()
                        .filter(topic -> wanted.test(topic.getKey()))
                        .flatMap(topic -> topic.getValue().stream())
                        .toList(),
                visitor);
    }

    private interface Choice {
        List<PartitionInfo> of(KafkaConsumer<byte[], byte[]> consumer);
    }

    private void read(Choice choice, Visitor visitor) {
        Map<String, Object> config = cluster.client(clientId, limit);
        config.put("enable.auto.commit", "false");
        config.put("allow.auto.create.topics", "false");
        config.remove("group.id");
        // A worker with exactly-once sources writes position records in transactions.
        config.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = choice.of(consumer).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, limit));
            long deadline = clock.millis() + limit.toMillis();
            while (!ends.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    visitor.visit(record);
                    deadline = clock.millis() + limit.toMillis();
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey(), limit) >= end.getValue());
                if (!ends.isEmpty() && clock.millis() > deadline) {
                    throw new TransientFailure("reading from " + cluster + " stands still, before " + ends);
                }
            }
        } catch (KafkaException e) {
            throw cluster.unanswered(e);
        }
    }
}
