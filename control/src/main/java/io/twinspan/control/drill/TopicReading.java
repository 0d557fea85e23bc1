package io.twinspan.control.drill;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the first record of topics as an application, in no group. Confined to the drill's thread.
 */
final class TopicReading {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Application application;
    private final Duration limit;

    TopicReading(Application application, Duration limit) {
        this.application = application;
        this.limit = limit;
    }

    /**
     * The topics that it may read; one without records counts if the broker lets it ask for them.
     *
     * @param partitions of each topic
     * @throws ReplicationException if it cannot connect
     */
    Set<String> readable(Map<String, Integer> partitions) {
        Map<String, Integer> left = new TreeMap<>(partitions);
        Set<String> readable = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            long untilNanos = System.nanoTime() + limit.toNanos();
            while (!left.isEmpty() && System.nanoTime() - untilNanos < 0) {
                read(consumer, left, readable, untilNanos);
            }
            return readable;
        } catch (KafkaException e) {
            throw new ClusterErrors("", application.access().alias().value())
                    .explain("reading as " + application.principal(), e);
        }
    }

    /** One refusal ends all that is under way, so the others begin anew without those that it names. */
    private static void read(
            KafkaConsumer<byte[], byte[]> consumer, Map<String, Integer> left, Set<String> readable, long untilNanos) {
        try {
            List<TopicPartition> assigned = partitions(left);
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            while (!left.isEmpty() && System.nanoTime() - untilNanos < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    readable.add(record.topic());
                    left.remove(record.topic());
                }
                for (String topic : List.copyOf(left.keySet())) {
                    if (isAtEnd(consumer, topic, left.getOrDefault(topic, 0), ends)) {
                        readable.add(topic);
                        left.remove(topic);
                    }
                }
                consumer.pause(assigned.stream()
                        .filter(partition -> !left.containsKey(partition.topic()))
                        .toList());
            }
        } catch (TopicAuthorizationException refused) {
            refused.unauthorizedTopics().forEach(left::remove);
        }
    }

    private static boolean isAtEnd(
            KafkaConsumer<byte[], byte[]> consumer, String topic, int count, Map<TopicPartition, Long> ends) {
        for (int i = 0; i < count; i++) {
            var partition = new TopicPartition(topic, i);
            if (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
                return false;
            }
        }
        return true;
    }

    private static List<TopicPartition> partitions(Map<String, Integer> counts) {
        var partitions = new ArrayList<TopicPartition>();
        counts.forEach((topic, count) -> {
            for (int i = 0; i < count; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        });
        return partitions;
    }

    private Map<String, Object> config() {
        Map<String, Object> config = application.access().client("twinspan-drill", limit);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1024");
        return config;
    }
}
