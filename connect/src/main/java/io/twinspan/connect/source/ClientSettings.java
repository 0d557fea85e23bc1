package io.twinspan.connect.source;

import io.twinspan.client.cluster.TopicReader;
import io.twinspan.model.error.Misconfigured;
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
    private static final int TAKEOVER_FETCH_BYTES = 4 << 20;
    private static final int TAKEOVER_PARTITION_BYTES = 128 << 10;

    /**
     * The settings of a connector's or a task's clients.
     *
     * @param properties the connector's or the task's own, for its name and number
     */
    public static ClientSettings of(LinkConfiguration config, Map<String, String> properties) {
        String name = properties.getOrDefault("name", "twinspan");
        String index = properties.get(ConnectorDefinition.TASK_INDEX);
        return new ClientSettings(config, config.name() + "|" + name + (index == null ? "" : "-" + index));
    }

    /** The settings of a task's clients, of a connector of this name. */
    public static ClientSettings ofTask(LinkConfiguration config, String connector, int task) {
        return of(config, Map.of("name", connector, ConnectorDefinition.TASK_INDEX, Integer.toString(task)));
    }

    /** What source brokers know the link by. */
    public String sourceClientId() {
        return String.valueOf(sourceLink().get(CommonClientConfigs.CLIENT_ID_CONFIG));
    }

    /** What target brokers know the link by. */
    public String targetClientId() {
        return String.valueOf(targetLink().get(CommonClientConfigs.CLIENT_ID_CONFIG));
    }

    /**
     * Checks that both clusters can be found.
     *
     * @throws Misconfigured naming the key that is missing
     */
    public void requireBootstrap() {
        requireBootstrap(config.sourceClient(ClientRole.CONSUMER), "source");
        requireTarget();
    }

    /**
     * Checks that the target can be found, for what has to do with that alone.
     *
     * @throws Misconfigured naming the key that is missing
     */
    public void requireTarget() {
        requireBootstrap(config.targetClient(ClientRole.ADMIN), "target");
    }

    private static void requireBootstrap(Map<String, Object> client, String side) {
        String key = side + ".cluster." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
        Object servers = client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null || servers.toString().isBlank()) {
            throw new Misconfigured(
                    key, "'" + key + "' is missing; set it to a broker of the " + side + " cluster, as host:port.");
        }
    }

    /** What the link reads the source with: a consumer's keys. */
    Map<String, Object> sourceLink() {
        return withClientId(config.sourceClient(ClientRole.CONSUMER), "replication-consumer");
    }

    /** What record mode reads the source with. */
    Map<String, Object> sourceRecords() {
        Map<String, Object> client = sourceLink();
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        // Where to begin is said by seeking; what the source no longer has must not be passed over in silence.
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        client.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        client.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return client;
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

    /** An admin client for the source's groups. */
    public Map<String, Object> checkpointSourceAdmin() {
        return withClientId(config.sourceClient(ClientRole.ADMIN), "checkpoint-source-admin");
    }

    /** An admin client for the target's groups and the checkpoints topic. */
    public Map<String, Object> checkpointTargetAdmin() {
        return withClientId(config.targetClient(ClientRole.ADMIN), "checkpoint-target-admin");
    }

    /** A consumer of the checkpoints topic, from its beginning, without a group. */
    public Map<String, Object> checkpointsConsumer() {
        return internalConsumer("checkpoints-target-consumer");
    }

    /** A consumer of the positions topic, from its beginning, without a group. */
    public Map<String, Object> positionsConsumer() {
        return internalConsumer("positions-consumer");
    }

    /** A consumer of the positions topic of a link into the source, from its beginning, without a group. */
    public Map<String, Object> sourcePositionsConsumer() {
        return TopicReader.settings(
                withClientId(config.sourceClient(ClientRole.CONSUMER), "positions-source-consumer"));
    }

    /** A consumer of what the link remembers of configs and ACLs, from its beginning, without a group. */
    Map<String, Object> syncedConsumer() {
        return internalConsumer("synced-consumer");
    }

    private Map<String, Object> internalConsumer(String role) {
        return TopicReader.settings(withClientId(config.targetClient(ClientRole.CONSUMER), role));
    }

    /** What MirrorMaker 2 read the source with, as far as it matters which records it saw. */
    Map<String, Object> takeoverSourceConsumer() {
        return takeover(withClientId(config.sourceClient(ClientRole.CONSUMER), "takeover-source-consumer"));
    }

    Map<String, Object> takeoverTargetConsumer() {
        Map<String, Object> client =
                takeover(withClientId(config.targetClient(ClientRole.CONSUMER), "takeover-target-consumer"));
        // What MirrorMaker 2's transactions, if it had any, did not commit is not there.
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return client;
    }

    private static Map<String, Object> takeover(Map<String, Object> client) {
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // Many partitions at once, and little of each.
        client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, TAKEOVER_FETCH_BYTES);
        client.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, TAKEOVER_PARTITION_BYTES);
        client.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        client.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return client;
    }

    /** A producer for MirrorMaker 2's offset syncs. */
    Map<String, Object> offsetSyncsProducer(boolean onSource) {
        return onSource
                ? bytes(withClientId(config.sourceClient(ClientRole.PRODUCER), "offset-syncs-source-producer"))
                : bytes(withClientId(config.targetClient(ClientRole.PRODUCER), "offset-syncs-target-producer"));
    }

    /** A producer for MirrorMaker 2's own positions. */
    Map<String, Object> mirrorOffsetsProducer() {
        return bytes(withClientId(config.targetClient(ClientRole.PRODUCER), "mm2-offsets-producer"));
    }

    /** What asks for the offsets of the group from which the link goes on. */
    Map<String, Object> startAdmin() {
        return withClientId(config.sourceClient(ClientRole.ADMIN), "start-admin");
    }

    /** What asks how far the source's retention has come. */
    Map<String, Object> retentionAdmin() {
        return withClientId(config.sourceClient(ClientRole.ADMIN), "retention-admin");
    }

    /** What commits the link's progress as a group. */
    Map<String, Object> progressAdmin() {
        return withClientId(config.sourceClient(ClientRole.ADMIN), "progress-admin");
    }

    /** A producer for the positions topic, where Connect's cannot be used. */
    Map<String, Object> positionsProducer() {
        return bytes(withClientId(config.targetClient(ClientRole.PRODUCER), "positions-producer"));
    }

    /** A producer for what the link remembers of configs and ACLs. */
    Map<String, Object> syncedProducer() {
        return bytes(withClientId(config.targetClient(ClientRole.PRODUCER), "synced-producer"));
    }

    private static Map<String, Object> bytes(Map<String, Object> client) {
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
