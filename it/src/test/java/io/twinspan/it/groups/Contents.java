package io.twinspan.it.groups;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a consumer sees in one partition, from its start to its end: read_committed, in order. Immutable.
 *
 * @param end the partition's end when it was read
 */
public record Contents(List<Seen> records, long end) {

    /** A record: where it is, and what it says. Immutable. */
    public record Seen(long offset, String key, String value) {
        public boolean saysTheSame(Seen other) {
            return key.equals(other.key) && value.equals(other.value);
        }
    }

    /** How many records a consumer at this position has behind it. */
    public int indexAt(long position) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Reads partitions of a cluster. */
    public static Map<TopicPartition, Contents> read(KafkaCluster cluster, List<TopicPartition> partitions) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", "10000");
        var seen = new HashMap<TopicPartition, List<Seen>>();
        var contents = new HashMap<TopicPartition, Contents>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    seen.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
                            .add(new Seen(record.offset(), text(record.key()), text(record.value())));
                }
            }
            partitions.forEach(p ->
                    contents.put(p, new Contents(seen.getOrDefault(p, List.of()), ends.getOrDefault(p, 0L))));
        }
        return contents;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "(none)" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
