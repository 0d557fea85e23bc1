package io.twinspan.bench.verify.plain;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions of a topic from their first offset to their end with Kafka's consumer, told to do as little as it can: no checksums, no copies of keys and values.
 * It unpacks compressed batches all the same. Confined to one thread.
 */
final class ConsumerRead implements Part {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int PARTITION_BYTES = 4 << 20;

    private final KafkaConsumer<@Nullable Object, @Nullable Object> consumer;
    private final List<TopicPartition> partitions;
    private Map<TopicPartition, Long> ends = Map.of();

    ConsumerRead(String bootstrap, String topic, List<Integer> partitions) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "client.id",
                "bench-consumer",
                "enable.auto.commit",
                false,
                "check.crcs",
                false,
                "max.poll.records",
                Integer.MAX_VALUE,
                "receive.buffer.bytes",
                -1,
                "fetch.max.bytes",
                PARTITION_BYTES * partitions.size(),
                "max.partition.fetch.bytes",
                PARTITION_BYTES);
        this.consumer = new KafkaConsumer<>(settings, new Nothing(), new Nothing());
        this.partitions = partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Leaves what it is given where it is. Thread-safe. */
    private static final class Nothing implements Deserializer<@Nullable Object> {
        @Override
        public @Nullable Object deserialize(String topic, byte @Nullable [] bytes) {
            return null;
        }

        @Override
        public @Nullable Object deserialize(String topic, Headers headers, @Nullable ByteBuffer bytes) {
            return null;
        }
    }

    @Override
    public void prepare() {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
        // Also asks where the partitions begin.
        partitions.forEach(consumer::position);
    }

    /** Counts records. */
    @Override
    public long read() {
        long records = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            records += consumer.poll(WAIT).count();
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
