package io.twinspan.model.option;

import java.util.List;

/** The options that MirrorMaker 2 does not have: how a link copies batches. Immutable. */
public final class LinkOptions {
    private static final String SINCE = "Twinspan 0.1";
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    public static final Option<Long> MEMORY = Option.number("link.memory.bytes", 64L * MIB)
            .since(SINCE)
            .range(Range.atLeast(4L * MIB))
            .doc("How many bytes of batches one task of the link may hold between fetch and acknowledgement.");
    public static final Option<Integer> FETCH_CONNECTIONS = Option.integer("link.fetch.connections", 2)
            .since(SINCE)
            .range(Range.between(1, 256))
            .doc("How many connections the link opens to each source broker. Over a long line, more carry more.");
    public static final Option<Integer> PRODUCE_CONNECTIONS = Option.integer("link.produce.connections", 1)
            .since(SINCE)
            .range(Range.between(1, 256))
            .doc("How many connections the link opens to each target broker.");
    public static final Option<Integer> FETCH_BYTES = Option.integer("link.fetch.bytes", 4 * MIB)
            .since(SINCE)
            .range(Range.between(KIB, 1024L * MIB))
            .doc("How many bytes one fetch may return, all partitions together.");
    public static final Option<Integer> LANE_FETCH_BYTES = Option.integer("link.lane.fetch.bytes", MIB)
            .since(SINCE)
            .range(Range.between(KIB, 1024L * MIB))
            .doc("How many bytes one fetch may return of one partition. A larger batch still comes whole.");
    public static final Option<Integer> LANE_WINDOW = Option.integer("link.lane.window", 5)
            .since(SINCE)
            .range(Range.between(1, 5))
            .doc("How many batches of one partition may be on the way to the target at once."
                    + " Brokers recognise a repeat of a producer's last five.");
    public static final Option<Long> RATE = Option.number("link.rate.bytes", -1)
            .since(SINCE)
            .range(Range.numbers("at least 1, or -1 for no limit", n -> n >= 1 || n == -1))
            .doc("How many bytes a second each task of the link fetches at most; -1 is no limit.");
    public static final Option<Long> TIP_INTERVAL = Option.number("link.tip.interval.ms", 2000)
            .since(SINCE)
            .range(Range.between(10, 3_600_000))
            .doc("How often a lane that makes progress records its position. Recovery reads back this much at most.");
    public static final Option<Boolean> MERGE = Option.bool("link.merge.enabled", true)
            .since(SINCE)
            .doc("Whether small batches are merged into larger ones where a partition has fallen behind.");
    public static final Option<String> MODE = Option.text("link.mode", "auto")
            .since(SINCE)
            .range(Range.oneOf("auto", "batch", "record"))
            .doc(
                    "`batch` copies whole batches; `record` sends records through Connect one by one, as MirrorMaker 2 does;"
                            + " `auto` is `record` if the link has `transforms` or the Connect worker is older than Kafka 4.3, else `batch`.");
    public static final Option<String> RETENTION_GAP = Option.text("link.retention.gap", "record")
            .since(SINCE)
            .range(Range.oneOf("record", "fail"))
            .doc(
                    "What to do when the source has deleted records that were not copied yet: `record` names the range, counts it"
                            + " and goes on; `fail` stops the partition until an operator decides.");
    public static final Option<String> FOREIGN_WRITER = Option.text("link.foreign.writer", "record")
            .since(SINCE)
            .range(Range.oneOf("record", "fail"))
            .doc(
                    "What to do when somebody else has written into a copy: `record` names the range, counts it and goes on; `fail`"
                            + " stops the partition until an operator decides. A copy of the same name as its source may have"
                            + " producers of its own, so there it is expected.");
    public static final Option<String> SOURCE_RECREATED = Option.text("link.source.recreated", "fail")
            .since(SINCE)
            .range(Range.oneOf("fail", "restart"))
            .doc(
                    "What to do when a source topic was deleted and created again: `fail` stops its partitions until an operator"
                            + " decides; `restart` copies the new topic from its start, behind what is there of the old one.");
    public static final Option<String> TARGET_RECREATED = Option.text("link.target.recreated", "fail")
            .since(SINCE)
            .range(Range.oneOf("fail", "restart"))
            .doc(
                    "What to do when a target topic was deleted and created again: `fail` stops its partitions until an operator"
                            + " decides; `restart` copies all that the source still has.");
    public static final Option<String> SOURCE_TRUNCATED = Option.text("link.source.truncated", "fail")
            .since(SINCE)
            .range(Range.oneOf("fail", "restart"))
            .doc(
                    "What to do when the source lost records that were copied already (unclean leader election): `fail` stops the"
                            + " partition until an operator decides; `restart` goes on where the source's log ends now, and leaves"
                            + " the lost records in the target.");
    public static final Option<Long> RETENTION_WARNING = Option.number("link.retention.warning.ms", 6 * 3_600_000L)
            .since(SINCE)
            .range(Range.atLeast(0L))
            .doc(
                    "How long before the source's retention is expected to reach what is not copied yet the link warns of it;"
                            + " 0 is never.");
    public static final Option<String> ORIGINS = Option.text("link.origins", "auto")
            .since(SINCE)
            .range(Range.oneOf("auto", "local", "all"))
            .doc(
                    "Which records the link carries, by the cluster in which they were first produced, where links copy batches:"
                            + " `local` only those produced in the source itself; `all` every one but those produced in the target;"
                            + " `auto` is `local` for topics that have the same name on both sides, so that links in both directions"
                            + " make no loop, and carries everything where names differ.");
    public static final Option<Boolean> GROUP_ACLS = Option.bool("link.group.acls.enabled", false)
            .since(SINCE)
            .doc("Whether ACLs of consumer groups that `groups` admits follow the source, too, as part of"
                    + " `sync.topic.acls.enabled`. Group names do not change.");
    public static final Option<Short> POSITIONS_REPLICATION = Option.small("positions.topic.replication.factor", null)
            .since(SINCE)
            .defaultsTo("as `offset-syncs.topic.replication.factor`")
            .range(Range.REPLICATION)
            .doc("The replication factor of the positions topic on the target.");
    public static final Option<Integer> POSITIONS_PARTITIONS = Option.integer("positions.topic.partitions", 5)
            .since(SINCE)
            .range(Range.between(1, 1000))
            .fixed()
            .doc("With how many partitions the positions topic is created. A topic that exists keeps its own number.");

    public static final Option<String> MIRROR_OFFSETS_TOPIC = Option.text("link.mm2.offsets.topic", "")
            .since(SINCE)
            .defaultsTo("the topic that a dedicated MirrorMaker 2 with this file uses; in a Connect cluster none")
            .doc(
                    "The topic on the target in which a dedicated MirrorMaker 2 keeps its own positions. The link goes on where these"
                            + " are ahead of its own, and keeps them up to date, so that MirrorMaker 2 can go on where the link stops."
                            + " An empty value: neither. A connector of the same name in the same Connect cluster needs no such topic.");
    public static final Option<String> PROGRESS_GROUP = Option.text("link.progress.group", "mm2-MirrorSourceConnector")
            .since(SINCE)
            .doc(
                    "The consumer group on the source as which the link commits its progress, so that lag tools show it."
                            + " Links from one source need different names, else they show each other's. An empty value: none.");
    public static final Option<String> START_GROUP = Option.text("link.start.group", "")
            .since(SINCE)
            .doc(
                    "A consumer group on the source: where it has committed an offset beyond what the link has copied, the link goes on"
                            + " there. `twinspan mirror` sets it to the group of the MirrorMaker 1 that it replaces. An empty value: none.");
    public static final Option<Boolean> STANDBY = Option.bool("link.standby", false)
            .since(SINCE)
            .doc(
                    "Whether the link copies nothing until `twinspan failover --reverse` or `failback` has it begin: for the way back from a"
                            + " datacenter that takes over. Once an operation has begun or stopped a link, that counts, not this.");
    public static final Option<Boolean> SOURCE_IN_METRICS = Option.bool("add.source.alias.to.metrics", true)
            .since("Kafka 3.6")
            .doc("Whether the legacy metrics have a `source` tag, as they always have since Kafka 4.0;"
                    + " dashboards of older versions want `false`.");

    private LinkOptions() {}

    static List<Option<?>> all() {
        return List.of(
                MODE,
                MEMORY,
                FETCH_CONNECTIONS,
                PRODUCE_CONNECTIONS,
                FETCH_BYTES,
                LANE_FETCH_BYTES,
                LANE_WINDOW,
                RATE,
                TIP_INTERVAL,
                MERGE,
                RETENTION_GAP,
                RETENTION_WARNING,
                FOREIGN_WRITER,
                SOURCE_RECREATED,
                SOURCE_TRUNCATED,
                TARGET_RECREATED,
                ORIGINS,
                GROUP_ACLS,
                POSITIONS_REPLICATION,
                POSITIONS_PARTITIONS,
                MIRROR_OFFSETS_TOPIC,
                PROGRESS_GROUP,
                START_GROUP,
                STANDBY,
                SOURCE_IN_METRICS);
    }
}
