package io.twinspan.connect.source;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.Origins;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.ConnectOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.GroupFilter;
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

    /**
     * Reads a connector's or a task's configuration.
     *
     * @throws Misconfigured if a value is not of its option's type, or the values do not make a link
     */
    static SourceSettings parse(Map<String, String> properties) {
        var config = LinkConfiguration.of(properties);
        requireMode(config);
        var clients = ClientSettings.of(config, properties);
        clients.requireBootstrap();
        return new SourceSettings(
                config,
                config.get(SourceOptions.HEARTBEATS_REPLICATION),
                Duration.ofMillis(config.get(CommonOptions.ADMIN_TIMEOUT)),
                config.get(SourceOptions.REPLICATION_FACTOR).shortValue(),
                config.every(SourceOptions.REFRESH_TOPICS, SourceOptions.REFRESH_TOPICS_INTERVAL),
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

    /** Whether MirrorMaker 2's offset syncs are written. */
    boolean emitsOffsetSyncs() {
        return config.get(CommonOptions.EMIT_OFFSET_SYNCS);
    }

    boolean offsetSyncsOnSource() {
        return config.get(CommonOptions.OFFSET_SYNCS_LOCATION).equalsIgnoreCase("source");
    }

    String offsetSyncsTopic() {
        var topics = new InternalTopics(link(), replicationPolicy());
        return offsetSyncsOnSource() ? topics.offsetSyncsOnSource() : topics.offsetSyncsOnTarget();
    }

    /** Where a dedicated MirrorMaker 2 keeps its own positions; empty if that does not matter. */
    String mirrorOffsetsTopic() {
        return config.get(LinkOptions.MIRROR_OFFSETS_TOPIC).trim();
    }

    /** The consumer group that shows the link's progress on the source; empty for none. */
    String progressGroup() {
        return config.get(LinkOptions.PROGRESS_GROUP).trim();
    }

    /** The consumer group on the source from whose offsets partitions go on; empty for none. */
    String startGroup() {
        return config.get(LinkOptions.START_GROUP).trim();
    }

    /** Whether records go through Connect one by one. */
    boolean recordMode() {
        return recordMode(config);
    }

    /** Whether records go through Connect one by one: as the file says, or, if it leaves that open, because the worker cannot else. */
    static boolean recordMode(LinkConfiguration config) {
        return config.isRecordMode()
                || (config.isModeOpen() && !WorkerSupport.whyNoBatches().isEmpty());
    }

    /** The policy that names topics on the target. */
    ReplicationPolicy replicationPolicy() {
        return plugins().replicationPolicy();
    }

    TopicFilter topicFilter() {
        return plugins().topicFilter();
    }

    ConfigPropertyFilter configFilter() {
        return plugins().configFilter();
    }

    /** Which consumer groups' ACLs may follow the source. */
    GroupFilter groupFilter() {
        return plugins().groupFilter();
    }

    /** How often configs and ACLs follow the source. */
    SyncSettings sync() {
        return SyncSettings.of(config);
    }

    /** An admin client of the operator's class, for one of {@link ClientSettings}' configurations. */
    ForwardingAdmin admin(Map<String, Object> client) {
        return plugins().admin(client);
    }

    /** Checks that there is the operator's class of admin clients, without making one. */
    void requireAdmin() {
        plugins().requireAdmin();
    }

    private LinkPlugins plugins() {
        return new LinkPlugins(config);
    }

    private static void requireMode(LinkConfiguration config) {
        if (recordMode(config)) {
            return;
        }
        if (!config.get(ConnectOptions.TRANSFORMS).isEmpty()) {
            throw new Misconfigured(
                    "transforms",
                    "'transforms' needs records one by one, but 'link.mode = batch' copies batches without opening"
                            + " them; remove one of the two.");
        }
        WorkerSupport.requireBatches();
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
                config.get(LinkOptions.RETENTION_GAP).equalsIgnoreCase("fail"),
                Origins.valueOf(config.get(LinkOptions.ORIGINS).toUpperCase(Locale.ROOT)));
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
