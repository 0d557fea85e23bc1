package io.twinspan.testkit.record;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates a topic of some awkward shape and fills it; {@link #create} comes between saying what it shall be and loading.
 *
 * <pre>{@code
 * TopicLoader.of(dc1, "orders").partitions(8).codec(Codec.ZSTD).create().load(JsonRecords.of(ORDERS, 1), 100_000);
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class TopicLoader {

    private final KafkaCluster cluster;
    private final String topic;
    private final Map<String, String> topicSettings = new LinkedHashMap<>();
    private final Map<String, Object> producerSettings = new LinkedHashMap<>();
    private int partitions = 1;

    private TopicLoader(KafkaCluster cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
        producerSettings.putAll(cluster.clientProperties());
        producerSettings.put("linger.ms", 20);
        producerSettings.put("batch.size", 64 << 10);
        producerSettings.put("max.request.size", 16 << 20);
        producerSettings.put("buffer.memory", 64L << 20);
        producerSettings.put("reconnect.backoff.max.ms", 200);
    }

    /** A loader of a topic that does not exist yet. */
    public static TopicLoader of(KafkaCluster cluster, String topic) {
        return new TopicLoader(cluster, topic);
    }

    /** How many partitions the topic gets; one unless said. */
    public TopicLoader partitions(int count) {
        partitions = count;
        return this;
    }

    /** The codec of the producer; the topic keeps what it gets. */
    public TopicLoader codec(Codec codec) {
        producerSettings.put("compression.type", codec.kafkaName());
        return this;
    }

    /** The most bytes of a batch; 64 KB unless said. */
    public TopicLoader batchBytes(int bytes) {
        producerSettings.put("batch.size", bytes);
        return this;
    }

    /** One record per batch, as producers that wait for each answer send them. */
    public TopicLoader tinyBatches() {
        producerSettings.put("linger.ms", 0);
        return batchBytes(1);
    }

    /** The broker stamps every record with its own clock. */
    public TopicLoader logAppendTime() {
        return setting("message.timestamp.type", "LogAppendTime");
    }

    /** A compacted topic whose cleaner runs as soon as there is anything to clean. */
    public TopicLoader compacted() {
        setting("cleanup.policy", "compact");
        setting("min.cleanable.dirty.ratio", "0.01");
        // The smallest that Kafka 4 allows.
        setting("segment.bytes", Integer.toString(1 << 20));
        return setting("segment.ms", Long.toString(LoadedTopic.COMPACTED_SEGMENT_MILLIS));
    }

    /** A topic setting. */
    public TopicLoader setting(String key, String value) {
        topicSettings.put(key, value);
        return this;
    }

    /** A producer setting. */
    public TopicLoader producerSetting(String key, Object value) {
        producerSettings.put(key, value);
        return this;
    }

    /** Creates the topic, empty. */
    public LoadedTopic create() {
        cluster.createTopic(topic, partitions, topicSettings);
        return new LoadedTopic(cluster, topic, partitions, producerSettings);
    }
}
