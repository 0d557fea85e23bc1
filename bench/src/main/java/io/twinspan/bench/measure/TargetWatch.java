package io.twinspan.bench.measure;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Sees how many records of a topic are visible, by its end offsets: one small request. The topic is a copy that nothing but plain records
 * was ever written to, so its end offset is its number of records. Confined to one thread.
 */
public final class TargetWatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    public TargetWatch(KafkaCluster cluster, String topic, int partitions) {
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        settings.put("client.id", "bench-watch");
        settings.put("default.api.timeout.ms", "10000");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(this.partitions);
    }

    /** Visible records by partition. */
    public List<Long> visible() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .map(partition -> ends.getOrDefault(partition, 0L))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
