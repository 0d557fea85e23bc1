package io.twinspan.control.lanes;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.inventory.Positions;
import io.twinspan.control.inventory.PositionsTopic;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Cause.Remedy;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.Generation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an operator decides about single partitions. Confined to the calling thread; every step is bounded in time.
 *
 * <p>A decision is stored in the positions topic first, where every start of a link reads it; then an order in the control topic
 * wakes a link that runs.
 */
public final class LaneDesk {
    private final Clock clock;
    private final Duration limit;

    /** A desk that waits at most so long for each answer. */
    public LaneDesk(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * What there is to decide.
     *
     * @throws ReplicationException if the target does not answer
     */
    public LaneReport read(LinkView link) {
        Positions positions = positions(link);
        var troubled = new ArrayList<LaneState>();
        for (TopicPartition partition : positions.partitions()) {
            positions
                    .state(partition)
                    .filter(state -> state.kind() != LaneState.Kind.COPYING)
                    .ifPresent(troubled::add);
        }
        return new LaneReport(link.name().toString(), troubled, positions.incidents());
    }

    private Positions positions(LinkView link) {
        return new PositionsTopic(clock, limit).read(link);
    }

    /**
     * Lets partitions leave out the records at which they do not get on, exactly those that their states name. Of what retention
     * took, also what it has taken since.
     *
     * @param dryRun decides nothing, and says what would be decided
     * @throws Misconfigured if one of them has nothing that could be left out; then nothing is decided
     */
    public List<LaneOrdered> acceptGaps(LinkView link, List<TopicPartition> partitions, boolean dryRun) {
        Positions positions = positions(link);
        var records = new HashMap<TopicPartition, PositionRecord.Writable>();
        var words = new HashMap<TopicPartition, String>();
        var logs = new SourceLogs(link.source(), partitions, limit);
        for (TopicPartition partition : partitions) {
            LaneState state = requireAcceptable(positions, partition);
            OffsetRange range = range(logs, state, partition);
            records.put(partition, new Acceptance(state.lane(), range, state.cause(), clock.millis()));
            words.put(
                    partition,
                    "leave out source offsets " + range + " (" + state.cause().text() + ")");
        }
        return order(link, partitions, records, words, dryRun);
    }

    private static LaneState requireAcceptable(Positions positions, TopicPartition partition) {
        LaneState state = positions
                .state(partition)
                .filter(any -> any.kind() != LaneState.Kind.COPYING)
                .orElseThrow(() -> impossible(partition
                        + " has not stopped, as far as is stored; 'twinspan lanes FILE' lists those that have"));
        if (state.cause().remedy() != Remedy.ACCEPT_GAP || state.range() == null) {
            throw impossible(
                    partition + " does not get on because of " + state.cause().text()
                            + ", where there is nothing to leave out"
                            + (state.cause().remedy() == Remedy.RESTART
                                    ? "; 'twinspan lanes restart-at' says where to copy from"
                                    : "; it goes on by itself once the cause is removed")
                            + ". It says: " + state.reason());
        }
        return state;
    }

    private static OffsetRange range(SourceLogs logs, LaneState state, TopicPartition partition) {
        OffsetRange named = state.range();
        if (named == null) {
            throw impossible(partition + " names no records");
        }
        if (state.cause() != Cause.SOURCE_RETENTION) {
            return named;
        }
        long first = logs.first(partition);
        return new OffsetRange(named.from(), Math.max(named.to(), first));
    }

    /**
     * Has partitions copied from a source offset on, in a new generation: records that the target has already come again behind what
     * is there, and what lies before the offset and is not there stays out.
     *
     * @param dryRun decides nothing, and says what would be decided
     * @throws Misconfigured if that cannot be for one of them; then nothing is decided
     */
    public List<LaneOrdered> restart(LinkView link, List<TopicPartition> partitions, StartPoint at, boolean dryRun) {
        Positions positions = positions(link);
        var records = new HashMap<TopicPartition, PositionRecord.Writable>();
        var words = new HashMap<TopicPartition, String>();
        var logs = new SourceLogs(link.source(), partitions, limit);
        for (TopicPartition partition : partitions) {
            long start = start(logs, positions, partition, at);
            int next = Math.incrementExact(positions.generation(partition));
            records.put(
                    partition, new Generation(partition.topic(), partition.partition(), next, OptionalLong.of(start)));
            words.put(partition, "copy from source offset " + start + " on, as generation " + next);
        }
        return order(link, partitions, records, words, dryRun);
    }

    private static long start(SourceLogs logs, Positions positions, TopicPartition partition, StartPoint at) {
        long first = logs.first(partition);
        long end = logs.end(partition);
        return switch (at.kind()) {
            case EARLIEST -> first;
            case LATEST -> end;
            case OFFSET -> within(partition, at.offset(), first, end);
            case POSITION -> within(partition, position(positions, partition), first, end);
        };
    }

    private static long position(Positions positions, TopicPartition partition) {
        LaneId lane = positions
                .lane(partition)
                .orElseThrow(() -> impossible(partition + " has no position: the link has not begun to copy it"));
        if (positions
                .state(partition)
                .filter(state -> state.kind() == LaneState.Kind.FAILED)
                .isEmpty()) {
            throw impossible(partition
                    + " has not stopped, so its stored position is older than what it has copied; give an offset, if you mean to"
                    + " copy records again");
        }
        return positions.tip(lane).map(Tip::source).orElse(0L);
    }

    private static long within(TopicPartition partition, long offset, long first, long end) {
        if (offset < first || offset > end) {
            throw impossible("source offset " + offset + " of " + partition + " does not exist: its log has offsets "
                    + first + " to " + (end - 1) + "; give one of these, or --earliest or --latest");
        }
        return offset;
    }

    private List<LaneOrdered> order(
            LinkView link,
            List<TopicPartition> partitions,
            Map<TopicPartition, PositionRecord.Writable> records,
            Map<TopicPartition, String> words,
            boolean dryRun) {
        boolean heard = false;
        if (!dryRun) {
            try (var writer = new OrderWriter(link, clock, limit)) {
                heard = writer.write(partitions, records, words);
            }
        }
        boolean all = heard;
        return partitions.stream()
                .map(partition -> new LaneOrdered(partition, words.getOrDefault(partition, ""), !dryRun, all))
                .toList();
    }

    /** An order that makes no sense as things stand. */
    private static Misconfigured impossible(String message) {
        return new Misconfigured("PARTITION", message + "; nothing was changed");
    }
}
