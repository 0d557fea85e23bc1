package io.twinspan.it.verify;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of one partition with records that tell their number, and copies that are replaced by others. Confined to one thread. */
final class Copies {
    static final long FIRST_TIME = 1_790_000_000_000L;

    private Copies() {}

    /** Writes records whose key, value, header and timestamp say which one it is. */
    static void fill(KafkaCluster cluster, String topic, int from, int count) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (int i = from; i < from + count; i++) {
            records.add(record(topic, i));
        }
        send(cluster, topic, records);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int number) {
        var headers = new RecordHeaders().add("number", bytes("h" + number));
        return new ProducerRecord<>(
                topic,
                0,
                FIRST_TIME + 10L * number,
                bytes("k" + number),
                bytes("{\"number\":" + number + "}"),
                headers);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Makes a topic anew with other records, at offsets without gaps, as an ordinary producer writes them. */
    static void replace(VerifyStage stage, String topic, UnaryOperator<List<ProducerRecord<byte[], byte[]>>> defect)
            throws ExecutionException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = defect.apply(read(stage.target, topic));
        stage.target.admin().deleteTopics(List.of(topic)).all().get();
        stage.soon(() -> stage.target.createTopic(topic, 1));
        send(stage.target, topic, records);
    }

    private static void send(KafkaCluster cluster, String topic, List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("linger.ms", "50");
        config.put("batch.size", "3000");
        config.put("compression.type", "lz4");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(new ProducerRecord<>(
                        topic, 0, record.timestamp(), record.key(), record.value(), record.headers()));
            }
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> read(KafkaCluster cluster, String topic) {
        var partition = new TopicPartition(topic, 0);
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.add(new ProducerRecord<>(
                            topic, 0, record.timestamp(), record.key(), record.value(), record.headers()));
                }
            }
        }
        return records;
    }
}
