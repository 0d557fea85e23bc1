package io.twinspan.connect.source;

import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.LinkConfiguration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The configurations of a link's Kafka clients, each with its client id, layered as {@link LinkConfiguration} says. Immutable.
 *
 * @param label the start of every client id: {@code dc1->dc2|name}, with the number of the task in a task
 */
public record ClientSettings(LinkConfiguration config, String label) {

    /** What the link reads the source with: a consumer's keys. */
    Map<String, Object> sourceLink() {
        return withClientId(config.sourceClient(ClientRole.CONSUMER), "replication-consumer");
    }

    /** What the link appends to the target with: a producer's keys. */
    Map<String, Object> targetLink() {
        return withClientId(config.recordProducer(), "replication-producer");
    }

    Map<String, Object> sourceAdmin() {
        return withClientId(config.sourceClient(ClientRole.ADMIN), "replication-source-admin");
    }

    Map<String, Object> targetAdmin() {
        return withClientId(config.targetClient(ClientRole.ADMIN), "replication-target-admin");
    }

    /** The admin client of the heartbeat connector. */
    public Map<String, Object> heartbeatsAdmin() {
        return withClientId(config.targetClient(ClientRole.ADMIN), "heartbeats-target-admin");
    }

    /** A consumer of the positions topic, from its beginning, without a group. */
    Map<String, Object> positionsConsumer() {
        return storedConsumer("positions-consumer");
    }

    /** A consumer of a topic that the link keeps on the target, from its beginning, without a group. */
    Map<String, Object> storedConsumer(String role) {
        Map<String, Object> client = withClientId(config.targetClient(ClientRole.CONSUMER), role);
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A worker with exactly-once sources writes position records in transactions.
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        client.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return client;
    }

    /** A producer for the positions topic, where Connect's cannot be used. */
    Map<String, Object> positionsProducer() {
        return storedProducer("positions-producer");
    }

    /** A producer for a topic that the link keeps on the target. */
    Map<String, Object> storedProducer(String role) {
        Map<String, Object> client = withClientId(config.targetClient(ClientRole.PRODUCER), role);
        client.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        client.put(ProducerConfig.ACKS_CONFIG, "all");
        client.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        client.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return client;
    }

    private Map<String, Object> withClientId(Map<String, Object> layered, String role) {
        var client = new HashMap<>(layered);
        Object given = client.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, (given == null ? "" : given + "|") + label + "|" + role);
        return client;
    }
}
