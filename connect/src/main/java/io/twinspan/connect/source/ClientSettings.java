package io.twinspan.connect.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The configurations of a link's Kafka clients, layered as MirrorMaker 2 does. Immutable.
 *
 * <p>Lowest first: the connector's own security keys, {@code source.cluster.*} (connection and security keys only),
 * {@code consumer.*}, {@code source.consumer.*}; so for every client kind and for both sides. What appends to the target obeys,
 * above all that, {@code producer.override.*}, since in MirrorMaker 2 that is the worker's producer.
 *
 * @param originals the connector's configuration as given
 * @param label the start of every client id: {@code dc1->dc2|name}, with the number of the task in a task
 */
record ClientSettings(Map<String, String> originals, String label) {
    private static final Set<String> SHARED_KEYS = sharedKeys();
    private static final String SOURCE = "source.";
    private static final String TARGET = "target.";

    ClientSettings {
        originals = Map.copyOf(originals);
    }

    private static Set<String> sharedKeys() {
        var names = new TreeSet<>(
                new ConfigDef().withClientSslSupport().withClientSaslSupport().names());
        names.add(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        names.add(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return names;
    }

    /** What the link reads the source with: a consumer's keys. */
    Map<String, Object> sourceLink() {
        return withClientId(sourceConsumer(), "replication-consumer");
    }

    /** What the link appends to the target with: a producer's keys. */
    Map<String, Object> targetLink() {
        Map<String, Object> client = layered(TARGET, "producer.");
        client.putAll(withPrefix("producer.override."));
        return withClientId(client, "replication-producer");
    }

    /** The source consumer's keys without a client id. */
    Map<String, Object> sourceConsumer() {
        return layered(SOURCE, "consumer.");
    }

    Map<String, Object> sourceAdmin() {
        return withClientId(layered(SOURCE, "admin."), "replication-source-admin");
    }

    Map<String, Object> targetAdmin() {
        return withClientId(layered(TARGET, "admin."), "replication-target-admin");
    }

    /** A consumer of the positions topic, from its beginning, without a group. */
    Map<String, Object> positionsConsumer() {
        Map<String, Object> client = layered(TARGET, "consumer.");
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A worker with exactly-once sources writes position records in transactions.
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        client.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return withClientId(client, "positions-consumer");
    }

    /** A producer for the positions topic, used only when offsets are altered. */
    Map<String, Object> positionsProducer() {
        Map<String, Object> client = layered(TARGET, "producer.");
        client.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        client.put(ProducerConfig.ACKS_CONFIG, "all");
        client.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        client.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return withClientId(client, "positions-producer");
    }

    private Map<String, Object> layered(String side, String client) {
        var settings = new HashMap<String, Object>();
        settings.putAll(originals);
        settings.putAll(withPrefix(side + "cluster."));
        settings.keySet().retainAll(SHARED_KEYS);
        if (!originals.containsKey(side + "cluster." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            settings.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        }
        settings.putAll(withPrefix(client));
        settings.putAll(withPrefix(side + client));
        return settings;
    }

    private Map<String, String> withPrefix(String prefix) {
        var found = new HashMap<String, String>();
        originals.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    private Map<String, Object> withClientId(Map<String, Object> client, String role) {
        Object given = client.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, (given == null ? "" : given + "|") + label + "|" + role);
        return client;
    }
}
