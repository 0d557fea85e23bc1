package io.twinspan.link.lane;

import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands out a lane's position to be stored: every few seconds while it moves, and when it is asked to. Confined to the link
 * thread.
 *
 * <p>A lane that has appended nothing hands out no tip (invariant A of {@link Lane}), but for one: where all that it read was first
 * produced elsewhere, it would read all of that again at every start. It does so only from a stored beginning, which lies below
 * whatever another owner may have appended; whoever goes on from there finds that in the target.
 */
final class TipReporter {
    private final Lane lane;
    private final LaneHost host;
    private final LaneCounters counters;
    private final TipClock clock;

    TipReporter(Lane lane, LaneHost host, LaneCounters counters, long intervalMs) {
        this.lane = lane;
        this.host = host;
        this.counters = counters;
        this.clock = new TipClock(intervalMs);
    }

    /** This position is stored already, or is about to be. */
    void knows(Tip tip, long nowMs) {
        clock.taken(tip, counters, nowMs);
    }

    /** Does what is due. */
    void tick(@Nullable Progress progress, long nowMs) {
        if (clock.isDue(nowMs)) {
            store(progress, nowMs);
        }
    }

    /** Notes that the position may have moved. */
    void moved(@Nullable Progress progress, long nowMs) {
        if (progress == null || !isStorable(progress)) {
            return;
        }
        if (clock.isFarBehind(counters)) {
            store(progress, nowMs);
        } else if (clock.notes(progress.source(), progress.target(), nowMs)) {
            host.wakeAt(lane, clock.dueMs());
        }
    }

    private boolean isStorable(Progress progress) {
        return !progress.counts().isEmpty() || (lane.spec().tip() != null && counters.otherOriginRecords() > 0);
    }

    /** Hands out the position as it is now, if it moved since it was stored. */
    void store(@Nullable Progress progress, long nowMs) {
        if (progress == null || !isStorable(progress) || !clock.moved(progress.source(), progress.target())) {
            clock.dropped();
            return;
        }
        List<PositionRecord.RunsPage> pages = progress.runs().takeUnstored();
        pages.forEach(host::store);
        Tip tip = progress.tip(lane.id(), nowMs);
        clock.taken(tip, counters, nowMs);
        host.store(new PositionRecord.TipRecord(tip));
    }
}
