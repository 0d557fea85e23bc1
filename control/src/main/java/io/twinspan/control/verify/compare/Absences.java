package io.twinspan.control.verify.compare;

import io.twinspan.model.position.OffsetRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of records that only one side has, and of what cannot be read: retention or a cleaner explains them, or they are
 * differences. Confined to the thread that compares.
 */
final class Absences {
    private final Leg leg;
    private final Tape source;
    private final Tape target;
    private final Tally tally;
    private final Findings findings;
    private final KeyLedger ledger;
    private final List<OffsetRange> damagedSource = new ArrayList<>();
    private final List<OffsetRange> damagedTarget = new ArrayList<>();

    Absences(Leg leg, Tape source, Tape target, Tally tally, Findings findings, KeyLedger ledger) {
        this.leg = leg;
        this.source = source;
        this.target = target;
        this.tally = tally;
        this.findings = findings;
        this.ledger = ledger;
    }

    /** The source's first record is not in the target. */
    void inTarget(Finding finding) {
        if (finding.target() >= 0 && finding.target() < target.logStart()) {
            tally.targetExpired();
        } else if (isIn(damagedTarget, finding.target())) {
            tally.unreadable();
        } else if (leg.compacted()) {
            ledger.lacksInTarget(source.key(0), source.isTombstone(0), finding);
        } else {
            findings.add(finding);
        }
    }

    /** The target's first record is not in the source, where it should be near the finding's place. */
    void inSource(Finding finding) {
        if (finding.near() < source.logStart()) {
            tally.sourceExpired();
        } else if (isIn(damagedSource, finding.near())) {
            tally.unreadable();
        } else if (leg.compacted()) {
            ledger.lacksInSource(target.key(0), target.isTombstone(0), finding);
        } else {
            findings.add(finding);
        }
    }

    private static boolean isIn(List<OffsetRange> ranges, long offset) {
        return !ranges.isEmpty() && ranges.stream().anyMatch(range -> range.contains(offset));
    }

    /** Notes the damage that comes next on a side, if that is what comes next; it is then passed over. */
    boolean passDamage(Tape tape) {
        Tape.Damage damage = tape.takeDamage();
        if (damage == null) {
            return false;
        }
        boolean isOfSource = tape.equals(source);
        var range = new OffsetRange(damage.first(), damage.last() + 1);
        (isOfSource ? damagedSource : damagedTarget).add(range);
        if (isOfSource && leg.leftOut().stream().anyMatch(known -> known.covers(range))) {
            // An operator had the lane go on behind it.
            tally.leftOut(range.size());
            return true;
        }
        findings.add(new Finding(
                DifferenceKind.DAMAGED,
                isOfSource ? damage.first() : -1,
                isOfSource ? -1 : damage.first(),
                -1,
                damage.last() - damage.first() + 1,
                source.position(),
                null,
                null,
                damage.text()));
        return true;
    }
}
