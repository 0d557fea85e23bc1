package io.twinspan.connect.source;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition that is copied record by record: which records are under way, and which target offsets those got that are
 * acknowledged; from these come its runs and tips. Thread-safe: records are sent on the task's thread and acknowledged on Connect's.
 *
 * <p>What is stored serves translation, and tells batch mode where to go on; this mode itself goes on at Connect's offset.
 */
final class RecordLane {
    /** For a record that was dropped on its way, or went elsewhere than the link's policy says. */
    static final long NOWHERE = -1;

    /** Counts these records apart from those that a link appends, whose counts are their producer's sequence numbers. */
    static final int ORIGIN = ProducerIds.RECORD_MODE;

    private final LaneId lane;
    private final long owner;
    private final Map<Integer, Long> appended = new HashMap<>();
    private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
    private final Map<Long, Long> acknowledged = new HashMap<>();
    private final List<List<Run>> unstored = new ArrayList<>();
    private List<Run> page = new ArrayList<>();
    private @Nullable Sent first;
    private long firstTarget;
    private boolean begun;
    private boolean moved;
    private long below;
    private long targetEnd;
    private int epoch = Tip.UNKNOWN_EPOCH;

    /** A record on its way. Immutable. */
    private record Sent(long source, int epoch) {}

    /**
     * Makes a lane that has sent nothing.
     *
     * @param owner a number that no other owner has; its pages are its own
     * @param known the last tip that was stored, or null
     */
    RecordLane(LaneId lane, long owner, @Nullable Tip known) {
        this.lane = lane;
        this.owner = owner;
        if (known != null) {
            begun = true;
            below = known.source();
            targetEnd = known.target();
            epoch = known.sourceEpoch();
            appended.putAll(known.appended());
        }
    }

    LaneId id() {
        return lane;
    }

    /** A record goes to Connect. */
    synchronized void sent(long source, int sourceEpoch) {
        underWay.add(new Sent(source, sourceEpoch));
    }

    /** Whether Connect is done with all records that were sent. */
    synchronized boolean isDone() {
        return underWay.isEmpty();
    }

    /** Connect is done with a record, in whatever order; {@code target} is its offset or {@link #NOWHERE}. */
    synchronized void acknowledged(long source, long target) {
        acknowledged.put(source, target);
        for (Sent head = underWay.peek(); head != null; head = underWay.peek()) {
            Long end = acknowledged.remove(head.source());
            if (end == null) {
                return;
            }
            underWay.remove();
            advance(head, end);
        }
    }

    private void advance(Sent record, long target) {
        below = record.source() + 1;
        epoch = record.epoch();
        if (target == NOWHERE) {
            moved |= begun;
            return;
        }
        if (!begun) {
            begun = true;
            first = record;
            firstTarget = target;
        }
        moved = true;
        long count = appended.getOrDefault(ORIGIN, 0L);
        add(new Run(ORIGIN, count, record.source(), target, 1));
        appended.put(ORIGIN, count + 1);
        targetEnd = target + 1;
    }

    private void add(Run run) {
        Run last = page.isEmpty() ? null : page.get(page.size() - 1);
        if (last != null && last.isContinuedBy(run)) {
            page.set(page.size() - 1, last.joinedWith(run));
            return;
        }
        // What is copied a second time, or into a topic that was made anew, does not follow what was before.
        boolean follows =
                last == null || (run.sourceStart() >= last.sourceEnd() && run.targetStart() >= last.targetEnd());
        if (!follows || page.size() == RunsPage.MAX_RUNS) {
            unstored.add(page);
            page = new ArrayList<>();
        }
        page.add(run);
    }

    /** What is to be stored since the last call, in the order in which it must be. */
    synchronized List<PositionRecord> takeUnstored(long nowMs) {
        if (!moved) {
            return List.of();
        }
        moved = false;
        var records = new ArrayList<PositionRecord>();
        Sent begin = first;
        if (begin != null) {
            var tip = new Tip(lane, begin.source(), firstTarget, Map.of(), Tip.UNKNOWN_EPOCH, nowMs);
            records.add(new Start(tip, owner));
            first = null;
        }
        unstored.forEach(full -> records.add(new RunsPage(lane, owner, full)));
        unstored.clear();
        if (!page.isEmpty()) {
            records.add(new RunsPage(lane, owner, page));
        }
        records.add(new TipRecord(new Tip(lane, below, targetEnd, appended, epoch, nowMs)));
        return records;
    }
}
