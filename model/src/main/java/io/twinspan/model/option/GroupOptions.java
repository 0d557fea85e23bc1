package io.twinspan.model.option;

import java.util.List;

/** The options of the checkpoint connector and of the heartbeat connector. Immutable. */
public final class GroupOptions {
    public static final Option<List<String>> GROUPS = Option.list("groups", ".*")
            .range(Range.PATTERNS)
            .doc("Which consumer groups are translated: regular expressions that must match the whole name.");
    public static final Option<List<String>> GROUPS_EXCLUDE = Option.list(
                    "groups.exclude", "console-consumer-.*", "connect-.*", "__.*")
            .range(Range.PATTERNS)
            .doc("Which groups are not, whatever `groups` says. A list given here replaces the default list.");
    public static final Option<String> GROUP_FILTER = Option.className(
                    "group.filter.class", "org.apache.kafka.connect.mirror.DefaultGroupFilter")
            .doc("Decides which groups are translated; the default reads `groups` and `groups.exclude`.");
    public static final Option<Boolean> REFRESH_GROUPS =
            Option.bool("refresh.groups.enabled", true).doc("Whether new groups are looked for while the link runs.");
    public static final Option<Long> REFRESH_GROUPS_INTERVAL = Option.number("refresh.groups.interval.seconds", 600)
            .range(Range.INTERVAL)
            .doc("How often new groups are looked for.");
    public static final Option<Boolean> EMIT_CHECKPOINTS = Option.bool("emit.checkpoints.enabled", true)
            .doc("Whether translated group positions are written to the checkpoints topic.");
    public static final Option<Long> EMIT_CHECKPOINTS_INTERVAL = Option.number("emit.checkpoints.interval.seconds", 60)
            .range(Range.INTERVAL)
            .doc("How often checkpoints are written.");
    public static final Option<Boolean> SYNC_GROUP_OFFSETS = Option.bool("sync.group.offsets.enabled", false)
            .since("Kafka 2.7")
            .doc(
                    "Whether translated positions are also committed for the groups on the target, while they have no members.");
    public static final Option<Long> SYNC_GROUP_OFFSETS_INTERVAL = Option.number(
                    "sync.group.offsets.interval.seconds", 60)
            .since("Kafka 2.7")
            .range(Range.INTERVAL)
            .doc("How often translated positions are committed.");
    public static final Option<Short> CHECKPOINTS_REPLICATION = Option.small(
                    "checkpoints.topic.replication.factor", (short) 3)
            .range(Range.REPLICATION)
            .doc("The replication factor of the checkpoints topic.");
    public static final Option<Boolean> EMIT_HEARTBEATS = Option.bool("emit.heartbeats.enabled", true)
            .doc(
                    "Whether heartbeats are written to the target. Unless false, a link exists for heartbeats between every two"
                            + " clusters of a dedicated file, in both directions, enabled or not.");
    public static final Option<Long> EMIT_HEARTBEATS_INTERVAL = Option.number("emit.heartbeats.interval.seconds", 1)
            .range(Range.INTERVAL)
            .doc("How often a heartbeat is written.");
    public static final Option<Short> HEARTBEATS_REPLICATION = Option.small(
                    "heartbeats.topic.replication.factor", (short) 3)
            .range(Range.REPLICATION)
            .doc("The replication factor of the heartbeats topic.");

    private GroupOptions() {}

    static List<Option<?>> checkpoint() {
        return List.of(
                GROUPS,
                GROUPS_EXCLUDE,
                GROUP_FILTER,
                REFRESH_GROUPS,
                REFRESH_GROUPS_INTERVAL,
                EMIT_CHECKPOINTS,
                EMIT_CHECKPOINTS_INTERVAL,
                SYNC_GROUP_OFFSETS,
                SYNC_GROUP_OFFSETS_INTERVAL,
                CHECKPOINTS_REPLICATION);
    }

    static List<Option<?>> heartbeat() {
        return List.of(EMIT_HEARTBEATS, EMIT_HEARTBEATS_INTERVAL, HEARTBEATS_REPLICATION);
    }
}
