package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Finding.Content;
import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import io.twinspan.model.position.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes along one leg of both logs and finds where they differ. Confined to the thread that compares.
 */
/*
 * Implementation note
 *
 * What must be. Each record of the source that is in a run is in the target, in its place, with the same content; one that is in no run
 * is not carried, or known to be left out. Each record of the target that the lane wrote is in a run. What others wrote between runs
 * does not count.
 *
 * Going along. Both logs are read in order, and the runs ascend on both sides, so that three pointers are enough. First each side is
 * settled: what does not count is passed over, until its head is in a run, or its range ends. Then the heads are compared. Two batches
 * that hold the same records of one run are compared as bytes, and are not opened if they are equal.
 *
 * Shift. What holds other records than the runs say is compared in step again once it is found how far it is shifted: by one
 * after a record that was removed or doubled. From then on, every place is shifted by so much.
 *
 * Compaction. A record that only one side has is kept in the KeyLedger there, until a later one of its key explains it. Where records
 * stand in places that fit, but have other content, no cleaner explains that.
 *
 * Invariants (ComparisonTest cites them by letter)
 *   A  Equal logs have no findings, however they are cut into batches.
 *   B  Progress: each call consumes something, or asks for more of a log that is not at its end.
 *   C  A comparison that was interrupted between two calls goes on from its place with the same outcome.
 */
public final class Comparison {
    private final Leg leg;
    private final Tape source;
    private final Tape target;
    private final RunCursor sourceRuns;
    private final RunCursor targetRuns;
    private final Tally tally = new Tally();
    private final Findings findings;
    private final KeyLedger ledger;
    private final Resync resync;
    private final Absences absences;
    private long shift;
    private boolean isPastRange;
    private boolean isDone;

    /**
     * Where a comparison stands; everything before is done with. Immutable.
     *
     * @param source the source offset to go on at
     * @param target the target offset to go on at
     * @param shift how far the target's records are from where the runs say
     */
    public record Place(long source, long target, long shift) {}

    /**
     * Begins a comparison, or goes on with one.
     *
     * @param source the source's log, read from the place on, to the end of the leg's range
     * @param target the target's log in the same way
     * @param mostKept how many findings are kept; the others are counted
     */
    public Comparison(Leg leg, Place from, ScannedLog source, ScannedLog target, int mostKept, KeyRoom room) {
        this.leg = leg;
        this.source = new Tape(source, from.source(), leg.compacted(), leg.carried());
        this.target = new Tape(target, from.target(), leg.compacted(), leg.ours());
        this.sourceRuns = RunCursor.ofSource(leg.runs());
        this.targetRuns = RunCursor.ofTarget(leg.runs());
        this.findings = new Findings(mostKept);
        this.ledger = new KeyLedger(tally, room);
        this.absences = new Absences(leg, this.source, this.target, tally, findings, ledger);
        this.resync = new Resync(leg, this.source, this.target);
        shiftTo(from.shift());
    }

    /** Counts in what was found before the place. */
    public void resume(List<Finding> before, long count, long records) {
        findings.resume(before, count, records);
    }

    /** Compares what is there; returns whether all is done. */
    public boolean advance() {
        while (!isDone && !isPastRange) {
            if (!settleSource() || !settleTarget()) {
                return false;
            }
            if (isSourcePassed() && isTargetPassed()) {
                isPastRange = true;
                readOn();
            } else if (!compareHeads()) {
                return false;
            }
        }
        return isDone || explainTheRest();
    }

    // ---- what does not count

    /** Passes over what does not count; whether the head is then in a run, or the range has ended. */
    private boolean settleSource() {
        while (!isSourceSettled()) {
            ScannedBatch batch = source.batch();
            if (source.hasRecords()) {
                passUnmappedSource();
            } else if (batch == null) {
                if (!absences.passDamage(source)) {
                    return source.isAtEnd();
                }
            } else if (isPassedOver(batch, source, sourceRuns, 0)
                    && !leg.carried().test(batch.producerId())) {
                tally.otherOrigin += batch.records();
                source.drop();
            } else {
                source.more();
            }
        }
        return true;
    }

    private boolean isSourceSettled() {
        if (source.hasRecords()) {
            return source.offset(0) >= leg.source().to() || sourceRuns.at(source.offset(0)) != null;
        }
        ScannedBatch batch = source.batch();
        return batch != null
                && isInOneRun(batch, source, sourceRuns, 0, leg.source().to());
    }

    private void passUnmappedSource() {
        long offset = source.offset(0);
        if (!source.belongs(0)) {
            tally.otherOrigin++;
        } else if (leg.leftOut().stream().anyMatch(range -> range.contains(offset))) {
            tally.leftOut++;
        } else {
            absentInTarget(new Finding(
                    DifferenceKind.MISSING, offset, -1, -1, 1, offset, content(source, 0), null, "it is in no run"));
            return;
        }
        consumeSource();
    }

    private boolean settleTarget() {
        while (!isTargetPassed() && !isTargetSettled()) {
            ScannedBatch batch = target.batch();
            if (target.hasRecords()) {
                passUnmappedTarget(target.offset(0) - shift);
            } else if (batch == null) {
                if (!absences.passDamage(target)) {
                    return target.isAtEnd();
                }
            } else if (isPassedOver(batch, target, targetRuns, shift)
                    && !leg.ours().test(batch.producerId())) {
                tally.foreign += batch.records();
                target.drop();
            } else {
                target.more();
            }
        }
        return true;
    }

    private boolean isTargetSettled() {
        if (target.hasRecords()) {
            long place = target.offset(0) - shift;
            return place >= leg.target().from() && targetRuns.at(place) != null;
        }
        ScannedBatch batch = target.batch();
        return batch != null
                && isInOneRun(batch, target, targetRuns, shift, leg.target().to());
    }

    /** Whether none of a batch's records is in a run, nor of interest to the ledger. */
    private boolean isPassedOver(ScannedBatch batch, Tape tape, RunCursor runs, long by) {
        return tape.isWhole(batch) && !ledger.asks() && !runs.touches(batch.baseOffset() - by, batch.lastOffset() - by);
    }

    private void passUnmappedTarget(long place) {
        if (!target.belongs(0) || place < leg.target().from()) {
            tally.foreign++;
            consumeTarget();
        } else {
            absentInSource(new Finding(
                    DifferenceKind.EXTRA,
                    -1,
                    target.offset(0),
                    -1,
                    1,
                    source.position(),
                    null,
                    content(target, 0),
                    "it is in no run"));
        }
    }

    /** Whether nothing of the target's range is left, though more of the log may be. */
    private boolean isTargetPassed() {
        ScannedBatch batch = target.batch();
        return target.isAtEnd()
                || (target.hasRecords()
                        && target.offset(0) - shift >= leg.target().to())
                || (batch != null && batch.baseOffset() - shift >= leg.target().to());
    }

    private static boolean isInOneRun(ScannedBatch batch, Tape tape, RunCursor runs, long shift, long end) {
        long last = batch.lastOffset() - shift;
        if (!tape.isWhole(batch) || last >= end) {
            return false;
        }
        Run run = runs.at(batch.baseOffset() - shift);
        return run != null && run.equals(runs.at(last));
    }

    // ---- what counts

    /** Compares what both sides begin with, at least one of which has something; false if more must come first. */
    private boolean compareHeads() {
        boolean hasSource = !isSourcePassed();
        boolean hasTarget = !isTargetPassed();
        if ((hasSource && hasTarget && areWholeCopies())
                || isOpened(source, hasSource)
                || isOpened(target, hasTarget)) {
            return true;
        }
        if (hasSource && (!hasTarget || placeOfSource() < target.offset(0))) {
            missing();
        } else if (!hasSource || placeOfSource() > target.offset(0)) {
            extra();
        } else if (isEqual()) {
            matched();
        } else {
            return resynchronise();
        }
        return true;
    }

    /** Whether it had something that was not open, and is now. */
    private static boolean isOpened(Tape tape, boolean hasSomething) {
        if (!hasSomething || tape.hasRecords()) {
            return false;
        }
        tape.more();
        return true;
    }

    private boolean isSourcePassed() {
        return source.isAtEnd()
                || (source.hasRecords() && source.offset(0) >= leg.source().to());
    }

    private boolean areWholeCopies() {
        ScannedBatch original = source.batch();
        ScannedBatch copy = target.batch();
        if (original == null || copy == null || ledger.asks()) {
            return false;
        }
        Run run = sourceRuns.at(original.baseOffset());
        if (run == null
                || run.toTarget(original.baseOffset()) + shift != copy.baseOffset()
                || !original.isCopiedTo(copy)) {
            return false;
        }
        tally.records += original.records();
        tally.untimed += copy.isBrokerTimed() ? original.records() : 0;
        tally.wholeBatches++;
        source.drop();
        target.drop();
        return true;
    }

    /** Where the source's first record should be. */
    private long placeOfSource() {
        Run run = sourceRuns.at(source.offset(0));
        if (run == null) {
            throw new IllegalStateException("source offset " + source.offset(0) + " was settled, and is in no run");
        }
        return run.toTarget(source.offset(0)) + shift;
    }

    /** Which source record should be where the target's first one is. */
    private long originOfTarget() {
        long place = target.offset(0) - shift;
        Run run = targetRuns.at(place);
        if (run == null) {
            throw new IllegalStateException("target offset " + place + " was settled, and is in no run");
        }
        return run.toSource(place);
    }

    private boolean isEqual() {
        return source.content(0) == target.content(0) && (source.time(0) == target.time(0) || target.isUntimed(0));
    }

    private void matched() {
        tally.records++;
        tally.untimed += target.isUntimed(0) ? 1 : 0;
        consumeSource();
        consumeTarget();
    }

    private void missing() {
        absentInTarget(new Finding(
                DifferenceKind.MISSING,
                source.offset(0),
                placeOfSource(),
                -1,
                1,
                source.offset(0),
                content(source, 0),
                null,
                ""));
    }

    private void extra() {
        long origin = originOfTarget();
        absentInSource(
                new Finding(DifferenceKind.EXTRA, -1, target.offset(0), -1, 1, origin, null, content(target, 0), ""));
    }

    private void absentInTarget(Finding finding) {
        absences.inTarget(finding);
        consumeSource();
    }

    private void absentInSource(Finding finding) {
        absences.inSource(finding);
        consumeTarget();
    }

    private boolean resynchronise() {
        Resync.Outcome outcome = resync.look(shift);
        if (outcome == null) {
            return false;
        }
        for (Finding finding : outcome.findings()) {
            findings.add(finding);
        }
        tally.records += outcome.compared();
        int sourceLeft = outcome.sourceRecords();
        int targetLeft = outcome.targetRecords();
        while (sourceLeft-- > 0) {
            if (outcome.isCleanedSource(source.offset(0))) {
                missing();
            } else if (sourceRuns.at(source.offset(0)) == null) {
                passUnmappedSource();
            } else {
                consumeSource();
            }
        }
        while (targetLeft-- > 0) {
            long place = target.offset(0) - shift;
            boolean isCleaned = outcome.isCleanedTarget(target.offset(0));
            if (targetRuns.at(place) == null && (isCleaned || !target.belongs(0))) {
                passUnmappedTarget(place);
            } else if (isCleaned) {
                extra();
            } else {
                consumeTarget();
            }
        }
        shiftTo(outcome.shift());
        return true;
    }

    private void shiftTo(long newShift) {
        shift = newShift;
        if (shift > 0) {
            target.readTo(leg.target().to() + shift);
        }
    }

    private void consumeSource() {
        if (leg.compacted()) {
            ledger.passedInSource(source.key(0), source.isTombstone(0));
        }
        source.next();
    }

    private void consumeTarget() {
        if (leg.compacted()) {
            ledger.passedInTarget(target.key(0), target.isTombstone(0));
        }
        target.next();
    }

    static Content content(Tape tape, int i) {
        return new Content(tape.content(i), tape.time(i));
    }

    // ---- behind the range: what explains what a cleaner took

    private void readOn() {
        if (ledger.asks()) {
            source.readTo(ScannedLog.LOG_END);
            target.readTo(ScannedLog.LOG_END);
        }
    }

    private boolean explainTheRest() {
        // In either log: a later record in the one, or a tombstone in the other.
        while (ledger.asks() && !(source.isAtEnd() && target.isAtEnd())) {
            boolean movedSource = !source.isAtEnd() && passOn(source, true);
            boolean movedTarget = !target.isAtEnd() && passOn(target, false);
            if (!movedSource && !movedTarget) {
                return false;
            }
        }
        ledger.takeUnexplained().forEach(findings::add);
        isDone = true;
        return true;
    }

    /** Passes over one record behind the range; false if it must come first. */
    private boolean passOn(Tape tape, boolean isSource) {
        if (tape.hasRecords()) {
            if (isSource) {
                consumeSource();
            } else {
                consumeTarget();
            }
            return true;
        }
        return tape.takeDamage() != null || tape.more() != Tape.More.AWAITED;
    }

    // ---- what is known so far

    /** Where to go on, if it is interrupted now; null where it can only begin anew. */
    public @Nullable Place place() {
        return leg.compacted() || isPastRange ? null : new Place(source.position(), target.position(), shift);
    }

    /** Source offsets below this are compared, as far as progress is concerned. */
    public long reached() {
        return Math.min(leg.source().to(), Math.max(leg.source().from(), source.position()));
    }

    public Counts counts() {
        tally.sourceBytes = source.bytes();
        tally.targetBytes = target.bytes();
        tally.openedBatches = target.openedBatches();
        tally.controlBatches = source.controlBatches();
        tally.aborted = source.aborted();
        return tally.counts();
    }

    /** The first differences, in the order of the source. */
    public List<Finding> findings() {
        return findings.kept();
    }

    /** How many differences there are. */
    public long differences() {
        return findings.count();
    }

    /** How many records they concern. */
    public long differingRecords() {
        return findings.records();
    }
}
