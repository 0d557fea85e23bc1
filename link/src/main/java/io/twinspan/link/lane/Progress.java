package io.twinspan.link.lane;

import io.twinspan.link.batch.Spans;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a lane has confirmed: the source position below which everything is copied or skipped, the target offset at which a later
 * append can be at the earliest, and the counts that give the sequence numbers. Confined to the link thread.
 */
final class Progress {
    private final RunLog runs;
    private final TreeMap<Integer, Long> appended = new TreeMap<>();
    private long source;
    private long target;
    private int sourceEpoch;

    /** @param stored the newest pages of runs */
    Progress(Tip tip, long owner, List<RunsPage> stored) {
        runs = new RunLog(tip.lane(), owner, stored);
        source = tip.source();
        target = tip.target();
        sourceEpoch = tip.sourceEpoch();
        appended.putAll(tip.appended());
        runs.trimTo(target);
    }

    long source() {
        return source;
    }

    long target() {
        return target;
    }

    int sourceEpoch() {
        return sourceEpoch;
    }

    long appended(int origin) {
        return appended.getOrDefault(origin, 0L);
    }

    Map<Integer, Long> counts() {
        return appended;
    }

    RunLog runs() {
        return runs;
    }

    /** A batch of ours is in the target at {@code targetStart}. */
    void appended(int origin, Spans spans, long targetStart) {
        long sequence = appended(origin);
        runs.add(origin, sequence, spans, targetStart);
        appended.put(origin, sequence + spans.records());
        target = targetStart + spans.records();
    }

    /** Records of ours were found in the target, and which source records they are. */
    void found(Run run) {
        runs.add(run);
        appended.merge(run.origin(), run.length(), Long::sum);
        target = Math.max(target, run.targetEnd());
    }

    /** Records of ours are in the target that the source no longer has: they count, but map to nothing. */
    void appendedUnmapped(int origin, long records, long targetEnd) {
        appended.merge(origin, records, Long::sum);
        target = Math.max(target, targetEnd);
    }

    /**
     * Everything of the source below this offset is done with.
     *
     * @param epoch the leader epoch of the last source batch below it, {@link Tip#UNKNOWN_EPOCH} if that is not known
     */
    void sourceReached(long offset, int epoch) {
        if (offset > source) {
            source = offset;
            // An older epoch with a newer offset would look as if the source had been truncated.
            sourceEpoch = epoch;
        }
    }

    /** How many records the lane has appended in all. */
    long total() {
        return total(appended);
    }

    static long total(Map<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The lane's last place below {@code targetEnd}; null if that is not known. */
    RunLog.@Nullable Cut cutAt(long targetEnd) {
        return runs.cutAt(targetEnd, total());
    }

    /** The counts at an earlier position. */
    Map<Integer, Long> countsAt(RunLog.Cut cut) {
        // An origin that the cut does not know has all its runs before those in memory, so all of it is still there.
        var counts = new TreeMap<>(appended);
        counts.putAll(cut.appended());
        return counts;
    }

    /** The target lost records: goes back to the last of the lane's own that is still there. */
    void cutTo(RunLog.Cut cut) {
        source = cut.source();
        target = cut.target();
        sourceEpoch = Tip.UNKNOWN_EPOCH;
        appended.putAll(cut.appended());
        runs.trimTo(target);
    }

    Tip tip(LaneId id, long nowMs) {
        return new Tip(id, source, target, appended, sourceEpoch, nowMs);
    }
}
