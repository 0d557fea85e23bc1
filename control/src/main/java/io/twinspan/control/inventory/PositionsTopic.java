package io.twinspan.control.inventory;

import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a link's positions topic to its end. Thread-safe: keeps nothing.
 *
 * @param limit how long the reading may stand still
 */
public record PositionsTopic(Clock clock, Duration limit) {

    /** What it says; nothing if the link has never run. */
    public Positions read(LinkView link) {
        var positions = new Positions();
        try (var consumer =
                new KafkaConsumer<>(settings(link), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var infos = consumer.partitionsFor(link.positionsTopic(), limit);
            List<TopicPartition> partitions = infos == null
                    ? List.of()
                    : infos.stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, limit));
            long deadline = clock.millis() + limit.toMillis();
            while (!ends.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    positions.add(record.key(), record.value());
                    deadline = clock.millis() + limit.toMillis();
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey(), limit) >= end.getValue());
                if (!ends.isEmpty() && clock.millis() > deadline) {
                    throw new TransientFailure(
                            "reading " + link.positionsTopic() + " from " + link.target() + " stands still");
                }
            }
        } catch (UnknownTopicOrPartitionException e) {
            return positions; // The link has never run.
        } catch (KafkaException e) {
            throw InventoryReader.unanswered(link.target(), e);
        }
        return positions;
    }

    private Map<String, Object> settings(LinkView link) {
        Map<String, Object> config = new HashMap<>(link.target().clientConfig());
        config.put("client.id", "twinspan-status");
        config.put("default.api.timeout.ms", Math.toIntExact(limit.toMillis()));
        config.put("request.timeout.ms", Math.toIntExact(limit.toMillis() / 2));
        config.put("enable.auto.commit", "false");
        config.put("allow.auto.create.topics", "false");
        return config;
    }
}
