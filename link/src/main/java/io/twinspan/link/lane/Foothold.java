package io.twinspan.link.lane;

import io.twinspan.link.LaneSpec;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import org.jspecify.annotations.Nullable;

/**
 * Where in the target a lane looks for what it appended: at its confirmed position, and, where the target turns out to hold something
 * else there, further and further back, until it finds a place that holds what the lane wrote. Confined to the link thread.
 *
 * <p>Implementation note. A target that lost records (unclean leader election) may end behind the confirmed position all the same if
 * others write into the partition, too. What tells is the record just below the position: the lane wrote it, so a batch there that is
 * not the lane's, or is with another sequence, proves that the target is not what was confirmed. The position itself only changes
 * once an earlier place has proved right, and a lane that finds none stops as it was.
 */
final class Foothold {
    private static final long FIRST_STEP = 32;
    private static final int FACTOR = 8;

    private final Lane lane;
    private final LaneHost host;
    private final LaneCounters counters;
    private RunLog.@Nullable Cut back;
    private long step = FIRST_STEP;

    Foothold(Lane lane, LaneHost host, LaneCounters counters) {
        this.lane = lane;
        this.host = host;
        this.counters = counters;
    }

    /** What to read of the target. */
    Tail tail(LaneId id, Progress progress) {
        RunLog.Cut cut = back;
        LaneSpec spec = lane.spec();
        // What else was written into a shared partition would be counted for the lane's own.
        boolean guesses = cut == null && !spec.topic().equals(spec.targetTopic());
        if (cut == null) {
            return new Tail(id, progress.target(), progress.counts(), new Tail.Rules(isProvable(progress), guesses));
        }
        return new Tail(id, cut.target(), progress.countsAt(cut), new Tail.Rules(true, guesses));
    }

    /** Whether the record just below the position carries the lane's producer id. */
    private static boolean isProvable(Progress progress) {
        Run last = progress.runs().last();
        if (last != null && last.targetEnd() == progress.target()) {
            return last.origin() != ProducerIds.RECORD_MODE;
        }
        return !progress.counts().containsKey(ProducerIds.RECORD_MODE);
    }

    /** Whether what was read bears out the place from which it was read. */
    boolean holds(Tail tail, long targetEnd) {
        return targetEnd >= tail.from() && tail.contradiction().isEmpty();
    }

    /**
     * Looks further back: the target does not reach the place, or holds something else there.
     *
     * @return why that cannot be done, for people; empty if the target is to be read again
     */
    String goBack(Progress progress, Tail tail, long targetEnd) {
        boolean tooShort = targetEnd < tail.from();
        RunLog.Cut cut = progress.cutAt(tooShort ? targetEnd : stepBack(progress, tail.from()));
        boolean canBeTold = cut != null && (tooShort || cut.lastOrigin() != ProducerIds.RECORD_MODE);
        boolean wasBeginning = back != null && back.isBeginning();
        if (cut == null || !canBeTold || (wasBeginning && !tooShort) || (!tooShort && cut.target() >= tail.from())) {
            return tooShort
                    ? Explanation.lostBeyondRuns(targetEnd, progress.target() - targetEnd)
                    : Explanation.notOurs(lane.spec(), tail.contradiction(), progress.runs().oldestTarget());
        }
        // Nobody can say where the records of a lane that lost them all were appended again.
        back = cut.isBeginning() && !tooShort
                ? new RunLog.Cut(cut.source(), 0, cut.appended(), cut.lastOrigin())
                : cut;
        return "";
    }

    private long stepBack(Progress progress, long from) {
        long bound = from - step;
        step *= FACTOR;
        long oldest = progress.runs().oldestTarget();
        return bound <= oldest && oldest < from - 1 ? oldest + 1 : bound;
    }

    /**
     * The tail holds what it should: if that is an earlier place, the position goes back to it.
     *
     * @return whether it did
     */
    boolean settle(Progress progress, Tail tail) {
        RunLog.Cut cut = back;
        back = null;
        step = FIRST_STEP;
        if (cut == null) {
            return false;
        }
        long confirmed = progress.total();
        progress.cutTo(cut);
        long lost = Math.max(0, confirmed - progress.total() - tail.size());
        counters.targetLost(lost);
        host.warn(lane, Explanation.targetLost(cut.target(), lost, cut.source()));
        return true;
    }
}
