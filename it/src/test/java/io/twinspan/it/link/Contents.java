package io.twinspan.it.link;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a consumer reads of a topic, as comparable text. */
final class Contents {
    private Contents() {}

    static Map<Integer, List<String>> of(KafkaCluster cluster, String topic) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("isolation.level", "read_committed");
        Map<Integer, List<String>> records = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            partitions.forEach(p -> records.put(p.partition(), new ArrayList<>()));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.get(record.partition())
                            .add(record.timestamp() + " " + Arrays.hashCode(record.key()) + " "
                                    + Arrays.hashCode(record.value()) + " " + record.headers());
                }
            }
        }
        return records;
    }
}
