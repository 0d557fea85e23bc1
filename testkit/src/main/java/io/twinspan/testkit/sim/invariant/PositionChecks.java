package io.twinspan.testkit.sim.invariant;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.testkit.sim.SimPositions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks every position when it becomes durable against what is true of its lane: runs and tips map exactly, what a tip calls
 * copied is there, and no incarnation goes back. Confined to the world's thread.
 *
 * <p>While the target lacks records that a fault destroyed, positions may speak of them: the link need not know yet.
 */
public final class PositionChecks {
    private final SimPositions positions;
    private final List<LaneTruth> lanes;
    private final Findings findings;
    private final Map<String, LastTip> lastTips = new HashMap<>();
    private final Map<String, Verified> verified = new HashMap<>();
    private int runs;
    private int tips;

    private record LastTip(Tip tip, int losses) {}

    private record Verified(long length, int losses) {}

    public PositionChecks(SimPositions positions, List<LaneTruth> lanes, Findings findings) {
        this.positions = positions;
        this.lanes = List.copyOf(lanes);
        this.findings = findings;
        positions.watch(this::stored);
    }

    /** How many different stretches of runs were checked. */
    public int runs() {
        return runs;
    }

    /** How many tips were checked. */
    public int tips() {
        return tips;
    }

    private void stored(SimPositions.Stored stored) {
        if (stored.record() instanceof PositionRecord.TipRecord tip) {
            tips++;
            monotonic(stored.owner(), tip.tip());
            exact(tip.tip());
        } else if (stored.record() instanceof PositionRecord.RunsPage page) {
            LaneTruth truth = truth(page.lane());
            page.runs().forEach(run -> exact(truth, page.lane(), run));
        }
    }

    /**
     * Checks that the stored runs map every record below the stored tip that both sides still have. Not while a side has lost records: then
     * the link has to leave out what it cannot know.
     */
    public void validate() {
        Map<LaneId, Tip> stored = new HashMap<>();
        Map<LaneId, LaneRuns> runsOf = new HashMap<>();
        for (PositionRecord record : positions.durable()) {
            if (record instanceof PositionRecord.TipRecord tip) {
                stored.put(tip.tip().lane(), tip.tip());
            } else if (record instanceof PositionRecord.RunsPage page) {
                runsOf.computeIfAbsent(page.lane(), any -> new LaneRuns()).put(page);
            } else if (record instanceof PositionRecord.Deleted deleted
                    && deleted.key() instanceof PositionKey.OfRuns key) {
                runsOf.getOrDefault(key.lane(), new LaneRuns()).remove(key);
            }
        }
        stored.forEach((lane, tip) -> whole(
                truth(lane), tip, runsOf.getOrDefault(lane, new LaneRuns()).runs()));
    }

    private void whole(LaneTruth truth, Tip tip, List<Run> stored) {
        if (truth.losses() > 0 || tip.lane().generation() > 0) {
            return;
        }
        for (int i = 0; i < truth.cursor(); i++) {
            SourceLedger.Entry entry = truth.ledger().get(i);
            boolean isToBeMapped = entry.offset() < tip.source()
                    && entry.target() >= 0
                    && !entry.isGone()
                    && !truth.isRemoved(entry.target());
            if (isToBeMapped && stored.stream().noneMatch(run -> run.containsSource(entry.offset()))) {
                findings.add(
                        Promise.RUNS_EXACT,
                        "source record " + entry.offset() + " of " + tip.lane() + " is at target offset "
                                + entry.target() + " below the stored " + tip + ", and no stored run says so");
                return;
            }
        }
    }

    private LaneTruth truth(LaneId lane) {
        for (LaneTruth truth : lanes) {
            if (truth.source().name().equals(lane.topic()) && truth.source().index() == lane.partition()) {
                return truth;
            }
        }
        throw new IllegalArgumentException("a position was stored for lane " + lane + ", which nobody watches");
    }

    private void monotonic(String owner, Tip tip) {
        int losses = truth(tip.lane()).losses();
        LastTip last = lastTips.put(owner + tip.lane(), new LastTip(tip, losses));
        if (last != null
                && last.losses == losses
                && (tip.source() < last.tip.source() || tip.target() < last.tip.target())) {
            findings.add(Promise.MONOTONIC_OFFSETS, owner + " went back from " + last.tip + " to " + tip);
        }
    }

    private void exact(Tip tip) {
        LaneTruth truth = truth(tip.lane());
        if (!truth.isRestored() || truth.ledger().losses() > 0) {
            return;
        }
        for (int i = truth.cursor(); i < truth.ledger().size(); i++) {
            SourceLedger.Entry entry = truth.ledger().get(i);
            if (entry.offset() >= tip.source()) {
                break;
            }
            if (entry.isMissing()) {
                findings.add(
                        Promise.NO_LOSS,
                        tip + " says that source record " + entry.offset() + " is copied, and it is not");
                return;
            }
        }
        var before = truth.copies().lowerEntry(tip.target());
        var after = truth.copies().ceilingEntry(tip.target());
        if (before != null && truth.ledger().get(before.getValue()).offset() >= tip.source()) {
            findings.add(Promise.RUNS_EXACT, tip + " is wrong: the copy of a later record is at " + before.getKey());
        }
        if (after != null && truth.ledger().get(after.getValue()).offset() < tip.source()) {
            findings.add(Promise.RUNS_EXACT, tip + " is wrong: the copy of an earlier record is at " + after.getKey());
        }
        long counted =
                tip.appended().values().stream().mapToLong(Long::longValue).sum();
        long there = truth.copies().headMap(tip.target()).size();
        if (tip.lane().generation() == 0 && counted != there) {
            findings.add(Promise.RUNS_EXACT, tip + " counts " + counted + " records, the target has " + there);
        }
    }

    /** Of a copy that the target's cleaner took nobody can say any more where it was; what counts is what lies around it. */
    private static boolean isAt(LaneTruth truth, SourceLedger.@Nullable Entry entry, long target) {
        return entry != null && (entry.target() == target || truth.isRemoved(entry.target()));
    }

    private void exact(LaneTruth truth, LaneId lane, Run run) {
        if (!truth.isRestored() || truth.ledger().losses() > 0) {
            return;
        }
        String key = lane + " " + run.sourceStart() + " " + run.targetStart();
        Verified before = verified.get(key);
        long from = before != null && before.losses == truth.targetLosses() ? before.length : 0;
        for (long i = from; i < run.length(); i++) {
            SourceLedger.Entry entry = truth.ledger().atOffset(run.sourceStart() + i);
            if (!isAt(truth, entry, run.targetStart() + i)) {
                findings.add(
                        Promise.RUNS_EXACT,
                        run + " of " + lane + " says that source record " + (run.sourceStart() + i)
                                + " is at target offset "
                                + (run.targetStart() + i) + ", but it is "
                                + (entry == null ? "no readable record" : "at " + entry.target()));
                return;
            }
        }
        if (from < run.length()) {
            runs++;
        }
        verified.put(key, new Verified(Math.max(from, run.length()), truth.targetLosses()));
    }
}
