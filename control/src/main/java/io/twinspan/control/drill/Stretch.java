package io.twinspan.control.drill;

import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.PlannedLeg;
import io.twinspan.model.position.Run;
import io.twinspan.model.translation.Translation;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a group would read next from a position on the source, and from the place that it is translated to on the target. Immutable, as far
 * as its plan is.
 *
 * <p>On the target it begins at the translated place itself, not where the runs say that the copy of the first record is: so a place that
 * is too low or too high shows as records that are too many or missing.
 *
 * @param plan both sides' offsets, to be compared like any others
 * @param again the target offsets before the first record that the group has not read, where the place is not exact
 * @param mostAgain how many records of the link the group may find there
 */
record Stretch(PartitionPlan plan, Leg.Range again, long mostAgain) {
    /** Of a compacted topic most records may be gone. */
    private static final int COMPACTED_FACTOR = 20;

    /** Where the runs say nothing for so long, it would not be a sample any more. */
    static final long MOST_OFFSETS = 1_000_000;

    /**
     * A stretch of so many records; empty if nothing can be said of the position: the link has not come to it, or its runs are lost.
     *
     * @param whole all that both sides have of the partition
     * @param source the group's position on the source
     * @param place where that is on the target
     */
    static Optional<Stretch> of(PartitionPlan whole, long source, Translation place, int records) {
        PlannedLeg planned = legAt(whole.legs(), source);
        if (planned == null || place.target().isEmpty()) {
            return Optional.empty();
        }
        Leg leg = planned.leg();
        long from = Math.max(source, leg.source().from());
        Cut cut = cut(leg, from, leg.compacted() ? (long) records * COMPACTED_FACTOR : records);
        if (cut.toSource() - from > MOST_OFFSETS) {
            return Optional.empty();
        }
        long translated = place.target().getAsLong();
        // What the source has deleted, the group reads on the target all the same.
        long begin = place.isExact() && source >= leg.source().from() ? translated : cut.place();
        var ofSource = new Leg.Range(from, cut.toSource());
        var ofTarget = new Leg.Range(begin, Math.max(begin, cut.toTarget()));
        var plan = new PartitionPlan(
                whole.partition(),
                whole.targetTopic(),
                List.of(new PlannedLeg(planned.lane(), within(leg, ofSource, ofTarget))),
                List.of());
        return Optional.of(new Stretch(
                plan,
                place.isExact() ? new Leg.Range(0, 0) : new Leg.Range(Math.min(translated, begin), begin),
                place.rereads()));
    }

    /** The first one that reaches beyond the position; at the end of the last, there is nothing to read. */
    private static @Nullable PlannedLeg legAt(List<PlannedLeg> oldestFirst, long source) {
        for (PlannedLeg planned : oldestFirst) {
            if (source < planned.leg().source().to()) {
                return planned;
            }
        }
        PlannedLeg last = oldestFirst.isEmpty() ? null : oldestFirst.get(oldestFirst.size() - 1);
        return last != null && source == last.leg().source().to() ? last : null;
    }

    /** Where the first record is, and where both sides end. Immutable. */
    private record Cut(long place, long toSource, long toTarget) {}

    private static Cut cut(Leg leg, long from, long records) {
        long place = -1;
        long left = records;
        for (Iterator<Run> runs = leg.runs().fromSource(from); runs.hasNext(); ) {
            Run run = runs.next();
            long start = Math.max(run.sourceStart(), from);
            if (start >= leg.source().to()) {
                break;
            }
            place = place < 0 ? run.toTarget(start) : place;
            long taken = Math.min(left, Math.min(run.sourceEnd(), leg.source().to()) - start);
            left -= taken;
            if (left == 0) {
                return new Cut(place, start + taken, run.toTarget(start + taken - 1) + 1);
            }
        }
        return new Cut(
                place < 0 ? leg.target().to() : place,
                leg.source().to(),
                leg.target().to());
    }

    private static Leg within(Leg leg, Leg.Range source, Leg.Range target) {
        return new Leg(
                leg.runs(),
                source,
                target,
                leg.carried(),
                leg.ours(),
                leg.leftOut(),
                leg.compacted(),
                leg.neighbours());
    }

    /** Whether records before the first unread one are to be counted. */
    boolean hasAgain() {
        return again.size() > 0;
    }

    /** Whose records are counted there. */
    Leg leg() {
        return plan.legs().get(0).leg();
    }
}
