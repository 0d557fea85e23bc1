package io.twinspan.it.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What readers of committed records find in topics: each partition's values by their offsets. Immutable.
 *
 * @param ends where readers come to an end
 */
record Contents(Map<TopicPartition, TreeMap<Long, String>> values, Map<TopicPartition, Long> ends) {

    static Contents read(Map<String, String> client, Collection<String> topics) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("max.poll.records", "5000");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                consumer.partitionsFor(topic)
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            var values = new HashMap<TopicPartition, TreeMap<Long, String>>();
            partitions.forEach(partition -> values.put(partition, new TreeMap<>()));
            var left = new ArrayList<>(partitions);
            while (!left.isEmpty()) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.get(new TopicPartition(record.topic(), record.partition()))
                            .put(record.offset(), record.value());
                }
                left.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
            return new Contents(values, ends);
        }
    }

    /** The values of a partition, in order. */
    List<String> of(String topic, int partition) {
        return List.copyOf(values.get(new TopicPartition(topic, partition)).values());
    }

    /** The value that a reader gets first who goes on at an offset; empty if there is none. */
    String firstFrom(TopicPartition partition, long offset) {
        Map.Entry<Long, String> found = values.get(partition).ceilingEntry(offset);
        return found == null ? "" : found.getValue();
    }
}
