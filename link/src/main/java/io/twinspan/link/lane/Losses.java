package io.twinspan.link.lane;

import io.twinspan.link.LinkConfig;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.PositionRecord;
import org.jspecify.annotations.Nullable;

/**
 * What befell a lane: which records are not in the target, and what is there that the link did not put there. Each is told to the
 * log, counted, and stored with its exact range. Confined to the link thread.
 */
final class Losses {
    /** A foreign writer that goes on is told of this often. */
    private static final long FOREIGN_PAUSE_MS = 60_000;

    private final Lane lane;
    private final LinkConfig config;
    private final LaneHost host;
    private final LaneCounters counters;
    private final Gaps gaps = new Gaps();
    private @Nullable Incident pendingGap;
    private @Nullable Incident foreign;
    private boolean foreignUnstored;
    private long foreignDueMs;

    Losses(Lane lane, LinkConfig config, LaneHost host, LaneCounters counters) {
        this.lane = lane;
        this.config = config;
        this.host = host;
        this.counters = counters;
    }

    LaneCounters counters() {
        return counters;
    }

    /**
     * The source's retention took a range. It is told once, however often the lane comes to it; and it is settled when it is known
     * how much of it was in the target already.
     *
     * @param confirmed below this source offset nobody comes again
     */
    void gap(OffsetRange lost, boolean byOrder, long confirmed, long nowMs) {
        gaps.forgetBelow(confirmed);
        long fresh = gaps.add(lost.from(), lost.to());
        if (fresh == 0) {
            return;
        }
        host.warn(
                lane,
                "[" + Cause.SOURCE_RETENTION.text() + "] " + Explanation.gap(lost, lane.spec()) + "; going on from "
                        + lost.to());
        Incident before = pendingGap;
        OffsetRange range =
                before == null ? lost : new OffsetRange(Math.min(before.range().from(), lost.from()), lost.to());
        long offsets = fresh + (before == null ? 0 : before.offsets());
        pendingGap =
                new Incident(lane.id(), Cause.SOURCE_RETENTION, range, Math.min(offsets, range.size()), byOrder, nowMs);
    }

    /** It is known what a gap took. What the tail turns out to hold of it was copied before retention took it. */
    void settleGap(long copied) {
        Incident gap = pendingGap;
        pendingGap = null;
        if (gap != null && gap.offsets() > copied) {
            counters.gap(gap.offsets() - copied);
            store(new Incident(
                    gap.lane(), gap.cause(), gap.range(), gap.offsets() - copied, gap.byOrder(), gap.timeMs()));
        }
    }

    /** Source records were left out, as an operator ordered. */
    void leftOut(OffsetRange source, Cause cause, long nowMs) {
        host.warn(lane, "[" + cause.text() + "] source offsets " + source + " are left out, as accepted");
        counters.leftOut(source.size());
        store(new Incident(lane.id(), cause, source, source.size(), true, nowMs));
    }

    /**
     * The target lost what it had acknowledged; it is copied again.
     *
     * @param range where it was in the target
     * @param lost how many records of it
     */
    void target(OffsetRange range, long lost, long copiesFrom, long nowMs) {
        host.warn(
                lane,
                "[" + Cause.TARGET_LOST_RECORDS.text() + "] " + Explanation.targetLost(range.from(), lost, copiesFrom));
        counters.targetLost(lost);
        store(new Incident(lane.id(), Cause.TARGET_LOST_RECORDS, range, Math.min(lost, range.size()), false, nowMs));
    }

    /** An append was answered with {@code found} where {@code expected} was free; told once, though a lane may come there again. */
    void foreign(long expected, long found, long nowMs) {
        Incident before = foreign;
        long from =
                before == null ? expected : Math.max(expected, before.range().to());
        if (found <= from) {
            return;
        }
        var range = new OffsetRange(from, found);
        counters.foreign(range.size());
        if (lane.spec().isSameName()) {
            return;
        }
        OffsetRange all =
                before == null ? range : new OffsetRange(before.range().from(), found);
        long offsets = range.size() + (before == null ? 0 : before.offsets());
        foreign = new Incident(lane.id(), Cause.FOREIGN_WRITER, all, offsets, false, nowMs);
        foreignUnstored = true;
        if (nowMs >= foreignDueMs) {
            tellOfForeign(range, nowMs);
        } else {
            host.wakeAt(lane, foreignDueMs);
        }
    }

    private void tellOfForeign(OffsetRange range, long nowMs) {
        foreignDueMs = nowMs + FOREIGN_PAUSE_MS;
        String message = Explanation.foreign(range, lane.spec());
        if (config.policies().foreignFails()) {
            storeForeign();
            lane.fail(Trouble.of(Cause.FOREIGN_WRITER, message + "; link.foreign.writer=fail stops the lane"), nowMs);
        } else {
            host.warn(lane, "[" + Cause.FOREIGN_WRITER.text() + "] " + message);
            storeForeign();
        }
    }

    /** Does what is due. */
    void tick(long nowMs) {
        if (foreignUnstored && nowMs >= foreignDueMs) {
            foreignDueMs = nowMs + FOREIGN_PAUSE_MS;
            storeForeign();
        }
    }

    private void storeForeign() {
        foreignUnstored = false;
        if (foreign != null) {
            store(foreign);
        }
    }

    private void store(Incident incident) {
        host.store(new PositionRecord.IncidentRecord(incident));
    }
}
