package io.twinspan.bench.load;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Creates the topics of the benchmark. Stateless. */
public final class NewTopics {
    /** Nothing is deleted by age; deleted topics leave the disk at once. */
    private static final Map<String, String> SETTINGS = Map.of("retention.ms", "-1", "file.delete.delay.ms", "500");

    private NewTopics() {}

    /**
     * Creates a topic and returns when every leader answers for its partition. Metadata name a leader earlier than that, and a producer
     * whose first request is refused while its second is taken never gets over it (4.3.1).
     */
    public static void create(KafkaCluster cluster, String topic, int partitions) {
        create(cluster, topic, partitions, Map.of());
    }

    /** The same with more settings of the topic. */
    public static void create(KafkaCluster cluster, String topic, int partitions, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(more);
        cluster.createTopic(topic, partitions, all);
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        settings.put("client.id", "bench-topics");
        settings.put("default.api.timeout.ms", "30000");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.endOffsets(IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
        }
    }
}
