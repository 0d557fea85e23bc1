package io.twinspan.connect.source;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.connect.mirror.MirrorSourceConnector;

/**
 * The options of the source connector: MirrorMaker 2's, taken from its own definition, and ours. Thread-safe: constants.
 */
final class SourceOptions {
    static final String POSITIONS_PARTITIONS = "positions.topic.partitions";
    static final String POSITIONS_REPLICATION = "positions.topic.replication.factor";
    static final String MODE = "link.mode";
    static final String MODE_BATCH = "batch";
    static final String MODE_RECORD = "record";
    static final String MEMORY_BYTES = "link.memory.bytes";
    static final String FETCH_CONNECTIONS = "link.fetch.connections";
    static final String PRODUCE_CONNECTIONS = "link.produce.connections";
    static final String FETCH_BYTES = "link.fetch.bytes";
    static final String LANE_FETCH_BYTES = "link.lane.fetch.bytes";
    static final String LANE_WINDOW = "link.lane.window.batches";
    static final String RATE_BYTES = "link.rate.bytes";
    static final String TIP_INTERVAL_MS = "link.tip.interval.ms";
    static final String MERGE = "link.merge.enabled";
    static final String ON_GAP = "link.gap.policy";
    static final String ON_GAP_FAIL = "fail";
    static final String ON_GAP_CONTINUE = "continue";

    /** Set by the connector for its tasks: the partitions of a task, see {@link PartitionRanges}. */
    static final String TASK_LANES = "task.assigned.lanes";

    /** Set by the connector for its tasks: the number of the task, from 0. */
    static final String TASK_INDEX = "task.index";

    static final ConfigDef DEFINITION = define();

    private SourceOptions() {}

    private static ConfigDef define() {
        return new ConfigDef(new MirrorSourceConnector().config())
                .define(
                        POSITIONS_PARTITIONS,
                        Type.INT,
                        8,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Partitions of the positions topic on the target, when the link creates it.")
                .define(
                        POSITIONS_REPLICATION,
                        Type.SHORT,
                        (short) 3,
                        Importance.LOW,
                        "Replication factor of the positions topic; -1 for the target's default. Not set: that of the offset-syncs"
                                + " topic.")
                .define(
                        MODE,
                        Type.STRING,
                        MODE_BATCH,
                        ValidString.in(MODE_BATCH, MODE_RECORD),
                        Importance.MEDIUM,
                        "How records are copied: in whole batches, or one by one through Connect.")
                .define(
                        MEMORY_BYTES,
                        Type.LONG,
                        64L << 20,
                        Range.atLeast(1 << 20),
                        Importance.MEDIUM,
                        "Bound of a task's receive buffers.")
                .define(
                        FETCH_CONNECTIONS,
                        Type.INT,
                        2,
                        Range.between(1, 256),
                        Importance.MEDIUM,
                        "Connections of a task to each source broker for partitions that lag.")
                .define(
                        PRODUCE_CONNECTIONS,
                        Type.INT,
                        1,
                        Range.between(1, 64),
                        Importance.LOW,
                        "Connections of a task to each target broker.")
                .define(
                        FETCH_BYTES,
                        Type.INT,
                        4 << 20,
                        Range.atLeast(64 << 10),
                        Importance.LOW,
                        "Bound of one fetch answer.")
                .define(
                        LANE_FETCH_BYTES,
                        Type.INT,
                        1 << 20,
                        Range.atLeast(16 << 10),
                        Importance.LOW,
                        "Bound of one partition's part of a fetch answer.")
                .define(
                        LANE_WINDOW,
                        Type.INT,
                        5,
                        Range.between(1, 5),
                        Importance.LOW,
                        "Batches of one partition in flight to the target.")
                .define(
                        RATE_BYTES,
                        Type.LONG,
                        Long.MAX_VALUE,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Bytes a second that a task may fetch.")
                .define(
                        TIP_INTERVAL_MS,
                        Type.LONG,
                        2_000L,
                        Range.atLeast(100),
                        Importance.LOW,
                        "How often the position of a partition that moves is stored.")
                .define(
                        MERGE,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether backlogs of small batches are merged into larger ones.")
                .define(
                        ON_GAP,
                        Type.STRING,
                        ON_GAP_CONTINUE,
                        ValidString.in(ON_GAP_FAIL, ON_GAP_CONTINUE),
                        Importance.MEDIUM,
                        "What a partition does when the source deleted records before they were copied: stop, or record the lost"
                                + " range and continue.");
    }
}
