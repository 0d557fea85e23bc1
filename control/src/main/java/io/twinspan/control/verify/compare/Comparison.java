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
 * Going along. Both logs are read in order, and the runs ascend on both sides, so that three pointers are enough. Each head has a place in
 * the target: where its run says it is, or, in no run, before the next run. The head with the smaller place is done with first: what is
 * in no run is passed over or told, what is in a run and has nothing at its place on the other side is missing or extra. Two batches
 * that hold the same records of one run are compared as bytes, and are not opened if they are equal.
 *
 * Shift. What holds other records than the runs say is compared in step again once it is found how far it is shifted: by one
 * after a record that was removed or doubled. From then on, every place is shifted by so much.
 *
 * Lost runs. Of several owners at the same time, one may have put the stored runs out of date. What both sides have before the same run,
 * and in no run, is compared in its order.
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
            if (!isKnown(source) || !isKnown(target)) {
                return false;
            }
            boolean hasSource = !isSourcePassed();
            boolean hasTarget = !isTargetPassed();
            if (!hasSource && !hasTarget) {
                isPastRange = true;
                readOn();
            } else if (!next(hasSource, hasTarget)) {
                return false;
            }
        }
        return isDone || explainTheRest();
    }

    /** Whether it is there what a side goes on with, or that there is nothing; damage is passed over. */
    private boolean isKnown(Tape tape) {
        while (!tape.hasRecords() && tape.batch() == null) {
            if (!absences.passDamage(tape)) {
                return tape.isAtEnd();
            }
        }
        return true;
    }

    private boolean isSourcePassed() {
        return source.isAtEnd()
                || (source.hasRecords() && source.offset(0) >= leg.source().to());
    }

    /** Whether nothing of the target's range is left, though more of the log may be. */
    private boolean isTargetPassed() {
        return target.isAtEnd() || firstOf(target) - shift >= leg.target().to();
    }

    private static long firstOf(Tape tape) {
        ScannedBatch batch = tape.batch();
        return batch == null ? tape.position() : batch.baseOffset();
    }

    /**
     * Is done with what comes first of both sides, at least one of which has something; false if more must come. What is in no run comes
     * before the next thing that is: so a record that one side lacks is noticed before anything behind it.
     */
    private boolean next(boolean hasSource, boolean hasTarget) {
        if (areWholeCopies()) {
            return true;
        }
        long inSource = hasSource ? placeOfSource() : Long.MAX_VALUE;
        long inTarget = hasTarget ? firstOf(target) : Long.MAX_VALUE;
        if (inSource <= inTarget && hasSource && sourceRuns.at(firstOf(source)) == null) {
            passUnmappedSource();
        } else if (inTarget <= inSource && !isTargetMapped()) {
            passUnmappedTarget();
        } else if (!isOpened(source, hasSource) && !isOpened(target, hasTarget)) {
            return compareHeads(inSource, inTarget);
        }
        return true;
    }

    /** Compares two open heads by their places; a side that has none has it at the end. */
    private boolean compareHeads(long inSource, long inTarget) {
        if (inSource < inTarget) {
            missing();
        } else if (inTarget < inSource) {
            extra();
        } else if (isEqual()) {
            matched();
        } else {
            return resynchronise();
        }
        return true;
    }

    /** Where the source's first record should be; if it is in no run, where the next one that is should be. */
    private long placeOfSource() {
        long offset = firstOf(source);
        Run run = sourceRuns.from(offset);
        if (run == null) {
            return Long.MAX_VALUE;
        }
        return shift + (run.containsSource(offset) ? run.toTarget(offset) : run.targetStart());
    }

    private boolean isTargetMapped() {
        long place = firstOf(target) - shift;
        return place >= leg.target().from() && targetRuns.at(place) != null && !isOthersFirst();
    }

    /** Whether what comes next in the target cannot be a copy, whatever the runs say. */
    private boolean isOthersFirst() {
        ScannedBatch batch = target.batch();
        return leg.knowsCopiesByProducer()
                && !(batch == null ? target.belongs(0) : leg.ours().test(batch.producerId()));
    }

    /** Whether it had something that was not open, and is now. */
    private static boolean isOpened(Tape tape, boolean hasSomething) {
        if (!hasSomething || tape.hasRecords()) {
            return false;
        }
        tape.more();
        return true;
    }

    // ---- what is in no run

    private void passUnmappedSource() {
        ScannedBatch batch = source.batch();
        if (batch != null) {
            if (isPassedOver(batch, source, sourceRuns, 0) && !leg.carried().test(batch.producerId())) {
                tally.otherOrigin(batch.records());
                source.drop();
            } else {
                source.more();
            }
            return;
        }
        long offset = source.offset(0);
        if (!source.belongs(0)) {
            tally.otherOrigin(1);
        } else if (isLeftOut(offset)) {
            tally.leftOut(1);
        } else {
            absentInTarget(new Finding(
                    DifferenceKind.MISSING, offset, -1, -1, 1, offset, content(source, 0), null, "it is in no run"));
            return;
        }
        consumeSource();
    }

    private boolean isLeftOut(long offset) {
        return leg.leftOut().stream().anyMatch(range -> range.contains(offset));
    }

    private void passUnmappedTarget() {
        ScannedBatch batch = target.batch();
        if (batch != null) {
            if (isPassedOver(batch, target, targetRuns, shift) && !leg.ours().test(batch.producerId())) {
                tally.foreign(batch.records());
                target.drop();
            } else {
                target.more();
            }
            return;
        }
        if (!target.belongs(0) || target.offset(0) - shift < leg.target().from()) {
            tally.foreign(1);
            consumeTarget();
        } else if (!isSourcePassed() && sourceRuns.at(firstOf(source)) == null) {
            compareUnmapped();
        } else {
            extraInNoRun();
        }
    }

    /** Both sides have something in no run before the same run: what was copied, and has lost its runs, is the same in the same order. */
    private void compareUnmapped() {
        if (isOpened(source, true)) {
            return;
        }
        if (!source.belongs(0) || isLeftOut(source.offset(0))) {
            passUnmappedSource();
        } else if (isEqual()) {
            tally.unmapped();
            matched();
        } else {
            extraInNoRun();
        }
    }

    private void extraInNoRun() {
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

    /** Whether none of a batch's records is in a run, nor of interest to the ledger. */
    private boolean isPassedOver(ScannedBatch batch, Tape tape, RunCursor runs, long by) {
        return tape.isWhole(batch) && !ledger.asks() && !runs.touches(batch.baseOffset() - by, batch.lastOffset() - by);
    }

    // ---- what is in a run

    private boolean areWholeCopies() {
        ScannedBatch original = source.batch();
        ScannedBatch copy = target.batch();
        if (original == null || copy == null || ledger.asks() || !isInOneRun(original)) {
            return false;
        }
        boolean isInPlace = target.isWhole(copy) && placeOfSource() == copy.baseOffset();
        if (!isInPlace || !original.isCopiedTo(copy)) {
            return false;
        }
        tally.compared(original.records(), copy.isBrokerTimed());
        tally.wholeBatch();
        source.drop();
        target.drop();
        return true;
    }

    private boolean isInOneRun(ScannedBatch batch) {
        Run run = sourceRuns.at(batch.baseOffset());
        return run != null
                && source.isWhole(batch)
                && batch.lastOffset() < Math.min(run.sourceEnd(), leg.source().to());
    }

    /** Which source record should be where the target's first one is. */
    private long originOfTarget() {
        long place = target.offset(0) - shift;
        Run run = targetRuns.at(place);
        if (run == null) {
            throw new IllegalStateException("target offset " + place + " is in no run");
        }
        return run.toSource(place);
    }

    private boolean isEqual() {
        return source.content(0) == target.content(0) && (source.time(0) == target.time(0) || target.isUntimed(0));
    }

    private void matched() {
        tally.compared(1, target.isUntimed(0));
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
        tally.compared(outcome.compared());
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
                passUnmappedTarget();
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
        List<Finding> unexplained = ledger.takeUnexplained();
        if (isShared()) {
            tally.unproven(unexplained.size());
        } else {
            unexplained.forEach(findings::add);
        }
        isDone = true;
        return true;
    }

    /** Whether there may have been records in one log that were never in the other. */
    private boolean isShared() {
        return leg.isShared() || !leg.leftOut().isEmpty() || tally.hasSeenOthers();
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
        return tally.counts(source, target);
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
