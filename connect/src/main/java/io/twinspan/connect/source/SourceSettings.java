package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.Option;
import io.twinspan.model.option.SourceOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.apache.kafka.connect.mirror.MirrorCheckpointConnector;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the source connector and its tasks were told to do. Immutable.
 *
 * @param replicationFactor of new topics on the target, -1 for the target's default
 * @param refreshInterval how often topics are looked for, or null for only once
 * @param positionsReplication the replication factor of the positions topic
 * @param start where a partition begins that has no position
 */
record SourceSettings(
        LinkConfiguration config,
        boolean heartbeats,
        Duration adminTimeout,
        short replicationFactor,
        @Nullable Duration refreshInterval,
        int positionsPartitions,
        short positionsReplication,
        StartAt start,
        LinkConfig linkConfig,
        ClientSettings clients) {

    private static final String READ_COMMITTED = "read_committed";
    private static final ConfigDef GROUPS = new MirrorCheckpointConnector().config();

    /**
     * Reads a connector's or a task's configuration.
     *
     * @throws Misconfigured if a value is not of its option's type, or the values do not make a link
     */
    static SourceSettings parse(Map<String, String> properties) {
        var config = LinkConfiguration.of(properties);
        requireBatchMode(config);
        String name = properties.getOrDefault("name", "twinspan");
        String index = properties.get(ConnectorDefinition.TASK_INDEX);
        var clients = new ClientSettings(config, config.name() + "|" + name + (index == null ? "" : "-" + index));
        requireBootstrap(config.sourceClient(ClientRole.CONSUMER), "source");
        requireBootstrap(config.targetClient(ClientRole.ADMIN), "target");
        long refreshSeconds = config.get(SourceOptions.REFRESH_TOPICS_INTERVAL);
        boolean refresh = config.get(SourceOptions.REFRESH_TOPICS) && refreshSeconds > 0;
        return new SourceSettings(
                config,
                config.get(SourceOptions.HEARTBEATS_REPLICATION),
                Duration.ofMillis(config.get(CommonOptions.ADMIN_TIMEOUT)),
                config.get(SourceOptions.REPLICATION_FACTOR).shortValue(),
                refresh ? Duration.ofSeconds(refreshSeconds) : null,
                config.get(LinkOptions.POSITIONS_PARTITIONS),
                config.positionsReplication(),
                startAt(config.sourceClient(ClientRole.CONSUMER)),
                linkConfig(config),
                clients);
    }

    LinkName link() {
        return config.name();
    }

    boolean enabled() {
        return config.isEnabled();
    }

    /** The policy that names topics on the target. */
    ReplicationPolicy replicationPolicy() {
        return plugin(CommonOptions.POLICY_CLASS, ReplicationPolicy.class, "'replication.policy.*'");
    }

    TopicFilter topicFilter() {
        return plugin(CommonOptions.TOPIC_FILTER, TopicFilter.class, "'topics' or 'topics.exclude'");
    }

    ConfigPropertyFilter configFilter() {
        return plugin(SourceOptions.CONFIG_PROPERTY_FILTER, ConfigPropertyFilter.class, "'config.properties.exclude'");
    }

    /** Which consumer groups' ACLs may follow the source. */
    GroupFilter groupFilter() {
        // MirrorMaker 2's source connector has no such option; its checkpoint connector defines it.
        return new PlugIns(GROUPS, config.originals())
                .create(GroupOptions.GROUP_FILTER, GroupFilter.class, "'groups' or 'groups.exclude'");
    }

    /** How often configs and ACLs follow the source. */
    SyncSettings sync() {
        return SyncSettings.of(config);
    }

    /** An admin client of the operator's class, for one of {@link ClientSettings}' configurations. */
    ForwardingAdmin admin(Map<String, Object> client) {
        return plugIns().admin(client);
    }

    private <T> T plugin(Option<String> option, Class<T> type, String itsKeys) {
        return plugIns().create(option, type, itsKeys);
    }

    private PlugIns plugIns() {
        return new PlugIns(ConnectorDefinition.DEFINITION, config.originals());
    }

    private static void requireBatchMode(LinkConfiguration config) {
        if (!config.isRecordMode()) {
            return;
        }
        String key = LinkOptions.MODE.name();
        if (config.get(LinkOptions.MODE).equalsIgnoreCase("record")) {
            throw new Misconfigured(
                    key, "'" + key + " = record' is not available yet; remove it to copy whole batches.");
        }
        throw new Misconfigured(
                "transforms",
                "'transforms' needs records one by one, which is not available yet: this connector copies whole batches without"
                        + " opening them. Remove 'transforms', or transform where the records are read.");
    }

    private static void requireBootstrap(Map<String, Object> client, String side) {
        String key = side + ".cluster." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
        Object servers = client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null || servers.toString().isBlank()) {
            throw new Misconfigured(
                    key, "'" + key + "' is missing; set it to a broker of the " + side + " cluster, as host:port.");
        }
    }

    private static StartAt startAt(Map<String, Object> consumer) {
        Object reset = consumer.getOrDefault(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return switch (reset.toString().toLowerCase(Locale.ROOT)) {
            case "earliest" -> StartAt.EARLIEST;
            case "latest" -> StartAt.LATEST;
            default -> {
                String key = "source.consumer." + ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
                throw new Misconfigured(key, "'" + key + "' is '" + reset + "'; set it to earliest or latest.");
            }
        };
    }

    private static LinkConfig linkConfig(LinkConfiguration config) {
        long rate = config.get(LinkOptions.RATE);
        return new LinkConfig(
                config.name(),
                readCommitted(config),
                config.get(LinkOptions.MEMORY),
                config.get(LinkOptions.FETCH_CONNECTIONS),
                config.get(LinkOptions.PRODUCE_CONNECTIONS),
                config.get(LinkOptions.FETCH_BYTES),
                config.get(LinkOptions.LANE_FETCH_BYTES),
                config.get(LinkOptions.LANE_WINDOW),
                rate < 0 ? Long.MAX_VALUE : rate,
                config.get(LinkOptions.TIP_INTERVAL),
                config.get(LinkOptions.MERGE),
                codec(config.recordProducer().get(ProducerConfig.COMPRESSION_TYPE_CONFIG)),
                config.get(LinkOptions.RETENTION_GAP).equalsIgnoreCase("fail"));
    }

    /** Unlike MirrorMaker 2, what aborted transactions wrote is left out unless the operator asks for it. */
    static boolean readCommitted(LinkConfiguration config) {
        Object level = config.sourceClient(ClientRole.CONSUMER)
                .getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        return switch (level.toString().toLowerCase(Locale.ROOT)) {
            case READ_COMMITTED -> true;
            case "read_uncommitted" -> false;
            default -> {
                String key = "source.consumer." + ConsumerConfig.ISOLATION_LEVEL_CONFIG;
                throw new Misconfigured(
                        key, "'" + key + "' is '" + level + "'; set it to read_committed or read_uncommitted.");
            }
        };
    }

    private static @Nullable String codec(@Nullable Object given) {
        if (given == null) {
            return null;
        }
        String codec = given.toString().toLowerCase(Locale.ROOT);
        return switch (codec) {
            case "none", "gzip", "snappy", "lz4", "zstd" -> codec;
            default -> {
                String key = "target.producer." + ProducerConfig.COMPRESSION_TYPE_CONFIG;
                throw new Misconfigured(
                        key,
                        "'" + key + "' is '" + given + "'; set it to none, gzip, snappy, lz4 or zstd, or remove it.");
            }
        };
    }
}
