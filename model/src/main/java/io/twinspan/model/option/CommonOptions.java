package io.twinspan.model.option;

import java.util.List;

/** The options that every connector of a link reads. Immutable. */
public final class CommonOptions {
    public static final Option<Boolean> ENABLED = Option.bool("enabled", true)
            .defaultsTo("`false` in a dedicated file, `true` on Connect")
            .doc(
                    "Whether the link replicates. Heartbeats are emitted all the same, unless `emit.heartbeats.enabled` is false.");
    public static final Option<String> SOURCE_ALIAS = Option.text("source.cluster.alias", null)
            .in(Scope.LINK_ONLY)
            .fixed()
            .doc("The alias of the source cluster. Required on Connect; a dedicated file has it in the link's name.");
    public static final Option<String> TARGET_ALIAS = Option.text("target.cluster.alias", "target")
            .in(Scope.LINK_ONLY)
            .fixed()
            .doc("The alias of the target cluster. A dedicated file has it in the link's name.");
    public static final Option<Long> ADMIN_TIMEOUT = Option.number("admin.timeout.ms", 60_000)
            .range(Range.atLeast(1))
            .doc("How long one round of discovery, creation or synchronization may take.");
    public static final Option<String> POLICY_CLASS = Option.className(
                    "replication.policy.class", "org.apache.kafka.connect.mirror.DefaultReplicationPolicy")
            .fixed()
            .doc("Names the replicated topics. Keys under `replication.policy.` are handed to the class.");
    public static final Option<String> POLICY_SEPARATOR = Option.text("replication.policy.separator", ".")
            .fixed()
            .doc("Stands between a cluster's alias and a topic's name.");
    public static final Option<Boolean> POLICY_INTERNAL_SEPARATOR = Option.bool(
                    "replication.policy.internal.topic.separator.enabled", true)
            .fixed()
            .since("Kafka 3.6")
            .doc("Whether internal topics are named with the separator, too, rather than with a dot.");
    public static final Option<String> FORWARDING_ADMIN = Option.className(
                    "forwarding.admin.class", "org.apache.kafka.clients.admin.ForwardingAdmin")
            .since("Kafka 3.4")
            .doc(
                    "The Admin client through which every topic, partition, config and ACL is written. Constructor: (Map).");
    public static final Option<List<String>> METRIC_REPORTERS = Option.list(
                    "metric.reporters", "org.apache.kafka.common.metrics.JmxReporter")
            .doc("Classes that report metrics under MirrorMaker 2's names.");
    public static final Option<List<String>> METRIC_NAMES = Option.list("metric.names.formats", "legacy")
            .since("Kafka 4.3")
            .range(Range.listOf("legacy", "new"))
            .doc("Under which of MirrorMaker 2's names metrics are reported.");
    public static final Option<List<String>> TOPICS = Option.list("topics", ".*")
            .range(Range.PATTERNS)
            .doc(
                    "Which topics are replicated: regular expressions that must match the whole name. An empty list: none.");
    public static final Option<List<String>> TOPICS_EXCLUDE = Option.list(
                    "topics.exclude", "mm2.*\\.internal", ".*\\.replica", "__.*")
            .range(Range.PATTERNS)
            .doc("Which topics are not, whatever `topics` says. A list given here replaces the default list.");
    public static final Option<String> TOPIC_FILTER = Option.className(
                    "topic.filter.class", "org.apache.kafka.connect.mirror.DefaultTopicFilter")
            .doc("Decides which topics are replicated; the default reads `topics` and `topics.exclude`.");
    public static final Option<Boolean> EMIT_OFFSET_SYNCS = Option.bool("emit.offset-syncs.enabled", true)
            .since("Kafka 3.9")
            .doc("Whether MirrorMaker 2's offset syncs are written, for its tools and for going back to it.");
    public static final Option<String> OFFSET_SYNCS_LOCATION = Option.text("offset-syncs.topic.location", "source")
            .since("Kafka 3.0")
            .range(Range.oneOf("source", "target"))
            .fixed()
            .doc("The cluster that holds the offset-syncs topic.");
    public static final Option<Long> CONSUMER_POLL_TIMEOUT = Option.number("consumer.poll.timeout.ms", 1000)
            .range(Range.atLeast(0))
            .doc("How long a read waits for records that are not there yet. Record mode and checkpoints use it.");

    private CommonOptions() {}

    static List<Option<?>> all() {
        return List.of(
                ENABLED,
                SOURCE_ALIAS,
                TARGET_ALIAS,
                TOPICS,
                TOPICS_EXCLUDE,
                TOPIC_FILTER,
                ADMIN_TIMEOUT,
                POLICY_CLASS,
                POLICY_SEPARATOR,
                POLICY_INTERNAL_SEPARATOR,
                FORWARDING_ADMIN,
                METRIC_REPORTERS,
                METRIC_NAMES,
                EMIT_OFFSET_SYNCS,
                OFFSET_SYNCS_LOCATION,
                CONSUMER_POLL_TIMEOUT);
    }
}
