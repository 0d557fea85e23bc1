package io.twinspan.it.connect;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Numbered records for topics, and what is in topics. Thread-safe: keeps nothing. */
final class Traffic {

    private Traffic() {}

    /** Produces records {@code first} to {@code first + count - 1}, round the partitions. */
    static void produce(KafkaCluster cluster, String topic, int partitions, int first, int count) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("compression.type", "lz4");
        config.put("linger.ms", "5");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = first; i < first + count; i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, bytes("k" + i), bytes("value-" + i)));
            }
        }
    }

    /** The values in each partition, in order; empty if there is no such topic. */
    static Map<Integer, List<String>> values(KafkaCluster cluster, String topic) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("isolation.level", "read_committed");
        config.put("allow.auto.create.topics", "false");
        Map<Integer, List<String>> values = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            partitions.forEach(p -> values.put(p.partition(), new ArrayList<>()));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    values.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                            .add(record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        } catch (UnknownTopicOrPartitionException e) {
            return Map.of();
        }
        return values;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
