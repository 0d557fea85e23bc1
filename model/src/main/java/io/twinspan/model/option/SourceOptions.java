package io.twinspan.model.option;

import java.util.List;

/** The options of the source connector: which topics become what on the target. Immutable. */
public final class SourceOptions {
    public static final Option<List<String>> CONFIG_PROPERTIES_EXCLUDE = Option.list(
                    "config.properties.exclude",
                    "follower.replication.throttled.replicas",
                    "leader.replication.throttled.replicas",
                    "message.timestamp.difference.max.ms",
                    "log.message.timestamp.before.max.ms",
                    "log.message.timestamp.after.max.ms",
                    "message.timestamp.type",
                    "unclean.leader.election.enable",
                    "min.insync.replicas")
            .range(Range.PATTERNS)
            .doc(
                    "Which topic configs are not synchronized: regular expressions. A list given here replaces the default.");
    public static final Option<String> CONFIG_PROPERTY_FILTER = Option.className(
                    "config.property.filter.class", "org.apache.kafka.connect.mirror.DefaultConfigPropertyFilter")
            .doc("Decides which topic configs are synchronized; the default reads `config.properties.exclude`.");
    public static final Option<Boolean> REFRESH_TOPICS = Option.bool("refresh.topics.enabled", true)
            .doc("Whether new topics and partitions are looked for while the link runs.");
    public static final Option<Long> REFRESH_TOPICS_INTERVAL = Option.number("refresh.topics.interval.seconds", 600)
            .range(Range.INTERVAL)
            .doc("How often new topics and partitions are looked for.");
    public static final Option<Boolean> SYNC_TOPIC_CONFIGS = Option.bool("sync.topic.configs.enabled", true)
            .doc("Whether topic configs follow the source." + " What was set on the target alone stays.");
    public static final Option<Long> SYNC_TOPIC_CONFIGS_INTERVAL = Option.number(
                    "sync.topic.configs.interval.seconds", 600)
            .range(Range.INTERVAL)
            .doc("How often topic configs are compared.");
    public static final Option<Boolean> SYNC_TOPIC_ACLS = Option.bool("sync.topic.acls.enabled", true)
            .doc("Whether topic ACLs follow the source, under the copies' names and without the right to write."
                    + " Only what the link added is removed.");
    public static final Option<Long> SYNC_TOPIC_ACLS_INTERVAL = Option.number("sync.topic.acls.interval.seconds", 600)
            .range(Range.INTERVAL)
            .doc("How often topic ACLs are compared.");
    public static final Option<Integer> REPLICATION_FACTOR = Option.integer("replication.factor", 2)
            .range(Range.REPLICATION)
            .doc("The replication factor of topics that the link creates on the target.");
    public static final Option<Short> OFFSET_SYNCS_REPLICATION = Option.small(
                    "offset-syncs.topic.replication.factor", (short) 3)
            .range(Range.REPLICATION)
            .doc("The replication factor of the offset-syncs topic.");
    public static final Option<Long> OFFSET_LAG_MAX = Option.number("offset.lag.max", 100)
            .range(Range.atLeast(0))
            .doc(
                    "How far the target may advance before another offset sync is written; 0 writes one for every record.");
    public static final Option<Boolean> HEARTBEATS_REPLICATION = Option.bool("heartbeats.replication.enabled", true)
            .since("Kafka 4.0")
            .doc("Whether heartbeat topics are replicated whatever the topic filter says.");
    public static final Option<String> USE_DEFAULTS_FROM = Option.text("use.defaults.from", "target")
            .in(Scope.LINK_ONLY)
            .since("Kafka 3.5")
            .range(Range.oneOf("source", "target"))
            .doc("Whose default a topic config takes that the source topic does not set."
                    + " MirrorMaker 2 drops it at top level, so it has no effect there.");

    private SourceOptions() {}

    static List<Option<?>> all() {
        return List.of(
                REPLICATION_FACTOR,
                REFRESH_TOPICS,
                REFRESH_TOPICS_INTERVAL,
                SYNC_TOPIC_CONFIGS,
                SYNC_TOPIC_CONFIGS_INTERVAL,
                CONFIG_PROPERTIES_EXCLUDE,
                CONFIG_PROPERTY_FILTER,
                USE_DEFAULTS_FROM,
                SYNC_TOPIC_ACLS,
                SYNC_TOPIC_ACLS_INTERVAL,
                OFFSET_SYNCS_REPLICATION,
                OFFSET_LAG_MAX,
                HEARTBEATS_REPLICATION);
    }
}
