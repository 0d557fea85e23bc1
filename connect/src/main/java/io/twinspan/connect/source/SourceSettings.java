package io.twinspan.connect.source;

import static io.twinspan.connect.source.SourceOptions.MODE;
import static io.twinspan.connect.source.SourceOptions.MODE_RECORD;

import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.link.LinkConfig;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.MirrorClientConfig;
import org.apache.kafka.connect.mirror.MirrorConnectorConfig;
import org.apache.kafka.connect.mirror.MirrorSourceConfig;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the source connector and its tasks were told to do. Immutable.
 *
 * @param replicationFactor of new topics on the target, -1 for the target's default
 * @param refreshInterval how often topics are looked for, or null for only once
 * @param syncConfigs whether topic configs are the link's business
 * @param start where a partition begins that has no position
 */
record SourceSettings(
        LinkName link,
        boolean enabled,
        boolean heartbeats,
        Duration adminTimeout,
        short replicationFactor,
        @Nullable Duration refreshInterval,
        boolean syncConfigs,
        int positionsPartitions,
        short positionsReplication,
        StartAt start,
        LinkConfig linkConfig,
        ClientSettings clients) {

    private static final String ENABLED = "enabled";
    private static final String READ_COMMITTED = "read_committed";

    /**
     * Reads a connector's or a task's configuration.
     *
     * @throws ConfigException if a value is not of its option's type
     * @throws Misconfigured if the values do not make a link
     */
    static SourceSettings parse(Map<String, String> properties) {
        var config = new AbstractConfig(SourceOptions.DEFINITION, properties, false);
        requireBatchMode(config);
        LinkName link = link(config);
        String name = properties.getOrDefault("name", "twinspan");
        String index = properties.get(SourceOptions.TASK_INDEX);
        var clients = new ClientSettings(properties, link + "|" + name + (index == null ? "" : "-" + index));
        requireBootstrap(clients.sourceConsumer(), "source");
        requireBootstrap(clients.targetAdmin(), "target");
        return new SourceSettings(
                link,
                config.getBoolean(ENABLED),
                config.getBoolean(MirrorSourceConfig.HEARTBEATS_REPLICATION_ENABLED),
                Duration.ofMillis(config.getLong(MirrorConnectorConfig.ADMIN_TASK_TIMEOUT_MILLIS)),
                replicationFactor(config.getInt(MirrorSourceConfig.REPLICATION_FACTOR)),
                refreshInterval(config),
                config.getBoolean(MirrorSourceConfig.SYNC_TOPIC_CONFIGS_ENABLED),
                config.getInt(SourceOptions.POSITIONS_PARTITIONS),
                positionsReplication(config),
                startAt(clients.sourceConsumer()),
                linkConfig(link, config, clients),
                clients);
    }

    /** The policy that names topics on the target. */
    ReplicationPolicy replicationPolicy() {
        return plugin(MirrorConnectorConfig.REPLICATION_POLICY_CLASS, ReplicationPolicy.class);
    }

    TopicFilter topicFilter() {
        return plugin(MirrorConnectorConfig.TOPIC_FILTER_CLASS, TopicFilter.class);
    }

    ConfigPropertyFilter configFilter() {
        return plugin(MirrorSourceConfig.CONFIG_PROPERTY_FILTER_CLASS, ConfigPropertyFilter.class);
    }

    /** An admin client of the operator's class, for one of {@link ClientSettings}' configurations. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ForwardingAdmin admin(Map<String, Object> client) {
        String className = config()
                .getClass(MirrorClientConfig.FORWARDING_ADMIN_CLASS)
                .getName();
        try {
            return (ForwardingAdmin)
                    Utils.newParameterizedInstance(className, (Class<Map<String, Object>>) (Class) Map.class, client);
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new Misconfigured(
                    MirrorClientConfig.FORWARDING_ADMIN_CLASS,
                    "'" + MirrorClientConfig.FORWARDING_ADMIN_CLASS + "' names " + className
                            + ", which is not an " + ForwardingAdmin.class.getName() + " with a constructor from a Map.",
                    e);
        }
    }

    private <T> T plugin(String key, Class<T> type) {
        try {
            return config().getConfiguredInstance(key, type);
        } catch (PatternSyntaxException e) {
            boolean ofTopics = key.equals(MirrorConnectorConfig.TOPIC_FILTER_CLASS);
            throw new Misconfigured(
                    ofTopics ? MirrorSourceConfig.TOPICS : MirrorSourceConfig.CONFIG_PROPERTIES_EXCLUDE,
                    (ofTopics ? "'topics' or 'topics.exclude'" : "'config.properties.exclude'")
                            + " holds a regular expression that cannot be read: " + e.getMessage(),
                    e);
        } catch (KafkaException e) {
            throw new Misconfigured(
                    key, "The class that '" + key + "' names cannot be used as " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    private AbstractConfig config() {
        return new AbstractConfig(SourceOptions.DEFINITION, clients.originals(), false);
    }

    private static void requireBatchMode(AbstractConfig config) {
        if (config.getString(MODE).equals(MODE_RECORD)) {
            throw new Misconfigured(
                    MODE, "'" + MODE + " = " + MODE_RECORD + "' is not available yet; remove it to copy whole batches.");
        }
        if (!config.getList("transforms").isEmpty()) {
            throw new Misconfigured(
                    "transforms",
                    "'transforms' needs records one by one, and this connector copies whole batches without opening them."
                            + " Remove 'transforms', or transform where the records are read.");
        }
    }

    private static LinkName link(AbstractConfig config) {
        String key = MirrorConnectorConfig.SOURCE_CLUSTER_ALIAS;
        try {
            var source = new ClusterAlias(config.getString(key));
            key = MirrorConnectorConfig.TARGET_CLUSTER_ALIAS;
            return new LinkName(source, new ClusterAlias(config.getString(key)));
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(key, "'" + key + "': " + e.getMessage(), e);
        }
    }

    private static void requireBootstrap(Map<String, Object> client, String side) {
        String key = side + ".cluster." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
        Object servers = client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null || servers.toString().isBlank()) {
            throw new Misconfigured(
                    key, "'" + key + "' is missing; set it to a broker of the " + side + " cluster, as host:port.");
        }
    }

    private static short replicationFactor(int value) {
        if (value == 0 || value < -1 || value > Short.MAX_VALUE) {
            throw new Misconfigured(
                    MirrorSourceConfig.REPLICATION_FACTOR,
                    "'" + MirrorSourceConfig.REPLICATION_FACTOR + "' is " + value
                            + "; set it to 1 or more, or to -1 for the target's default.");
        }
        return (short) value;
    }

    /** A file that MirrorMaker 2 runs on a small cluster says so for its own internal topic; ours follows it unless told. */
    private static short positionsReplication(AbstractConfig config) {
        return config.originals().containsKey(SourceOptions.POSITIONS_REPLICATION)
                ? config.getShort(SourceOptions.POSITIONS_REPLICATION)
                : config.getShort(MirrorSourceConfig.OFFSET_SYNCS_TOPIC_REPLICATION_FACTOR);
    }

    private static @Nullable Duration refreshInterval(AbstractConfig config) {
        String key = MirrorSourceConfig.REFRESH_TOPICS_INTERVAL_SECONDS;
        long seconds = config.getLong(key);
        if (seconds == 0) {
            throw new Misconfigured(key, "'" + key + "' is 0; set it to 1 or more, or to -1 to look for topics only once.");
        }
        boolean refresh = config.getBoolean(MirrorSourceConfig.REFRESH_TOPICS_ENABLED) && seconds > 0;
        return refresh ? Duration.ofSeconds(seconds) : null;
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

    private static LinkConfig linkConfig(LinkName link, AbstractConfig config, ClientSettings clients) {
        return new LinkConfig(
                link,
                readCommitted(clients),
                config.getLong(SourceOptions.MEMORY_BYTES),
                config.getInt(SourceOptions.FETCH_CONNECTIONS),
                config.getInt(SourceOptions.PRODUCE_CONNECTIONS),
                config.getInt(SourceOptions.FETCH_BYTES),
                config.getInt(SourceOptions.LANE_FETCH_BYTES),
                config.getInt(SourceOptions.LANE_WINDOW),
                config.getLong(SourceOptions.RATE_BYTES),
                config.getLong(SourceOptions.TIP_INTERVAL_MS),
                config.getBoolean(SourceOptions.MERGE),
                codec(clients.targetLink().get(ProducerConfig.COMPRESSION_TYPE_CONFIG)),
                config.getString(SourceOptions.ON_GAP).equals(SourceOptions.ON_GAP_FAIL));
    }

    /** Unlike MirrorMaker 2, what aborted transactions wrote is left out unless the operator asks for it. */
    static boolean readCommitted(ClientSettings clients) {
        Object level = clients.sourceConsumer().getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        return switch (level.toString().toLowerCase(Locale.ROOT)) {
            case READ_COMMITTED -> true;
            case "read_uncommitted" -> false;
            default -> {
                String key = "source.consumer." + ConsumerConfig.ISOLATION_LEVEL_CONFIG;
                throw new Misconfigured(key, "'" + key + "' is '" + level + "'; set it to read_committed or read_uncommitted.");
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
                        key, "'" + key + "' is '" + given + "'; set it to none, gzip, snappy, lz4 or zstd, or remove it.");
            }
        };
    }
}
