package io.twinspan.control.verify.plan;

import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.compare.Leg.Neighbours;
import io.twinspan.control.verify.compare.RunMap;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.translation.LaneGeneration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one partition's generations to what both logs still have. Confined to one call.
 *
 * <p>Each source offset is compared in the newest generation that has come to it: an older copy of the same record is what an operator has
 * had copied again.
 */
public final class LegPlanner {
    private final List<LaneGeneration> newestFirst;
    private final LogBounds logs;
    private final LongPredicate carried;
    private final Map<LaneId, List<OffsetRange>> leftOut;
    private final Cleaning cleaning;
    private final List<PlannedLeg> legs = new ArrayList<>();
    private final List<NotCompared> notCompared = new ArrayList<>();

    /**
     * What bears on records that only one side has. Immutable.
     *
     * @param compacted whether a cleaner works on either side
     * @param shared whether others produce into the copy, too
     */
    public record Cleaning(boolean compacted, boolean shared) {}

    public LegPlanner(
            List<LaneGeneration> newestFirst,
            LogBounds logs,
            LongPredicate carried,
            Map<LaneId, List<OffsetRange>> leftOut,
            Cleaning cleaning) {
        this.newestFirst = newestFirst;
        this.logs = logs;
        this.carried = carried;
        this.leftOut = leftOut;
        this.cleaning = cleaning;
    }

    /** The legs, the oldest first. */
    public List<PlannedLeg> legs() {
        long coveredFrom = Long.MAX_VALUE;
        long lostFrom = Long.MAX_VALUE;
        for (LaneGeneration generation : newestFirst) {
            cut(generation, coveredFrom, lostFrom);
            noteWhatLiesBetween(generation, coveredFrom, lostFrom);
            coveredFrom = Math.min(coveredFrom, generation.beganAtSource());
            lostFrom = Math.min(lostFrom, generation.beganAtTarget());
        }
        if (coveredFrom < Long.MAX_VALUE) {
            note(
                    Reason.BEFORE_THE_LINK,
                    Math.max(logs.sourceFirst(), logs.wantedFrom()),
                    coveredFrom,
                    "the link began behind them");
            long end = newestFirst.get(0).end().source();
            note(
                    Reason.NOT_COPIED_YET,
                    Math.max(end, logs.wantedFrom()),
                    Math.min(logs.sourceEnd(), logs.wantedTo()),
                    "the link's stored position is " + end);
        }
        Collections.reverse(legs);
        return legs;
    }

    /** What the legs leave out, once they are made. */
    public List<NotCompared> notCompared() {
        return notCompared;
    }

    private void cut(LaneGeneration generation, long coveredFrom, long lostFrom) {
        long began = generation.beganAtSource();
        long to = Math.min(Math.min(generation.end().source(), coveredFrom), logs.wantedTo());
        long from = Math.max(began, logs.wantedFrom());
        note(
                Reason.SOURCE_RETENTION,
                from,
                Math.min(logs.sourceFirst(), to),
                "the source's retention has deleted them");
        from = Math.max(from, logs.sourceFirst());
        if (from >= to) {
            return;
        }
        // What was copied of records that the source has no more, it may have stored no runs of.
        long targetFrom = from == began ? generation.beganAtTarget() : targetOf(generation, from);
        long targetTo = to < generation.end().source()
                ? targetOf(generation, to)
                : generation.end().target();
        if (lostFrom < targetTo) {
            // A newer generation began below: the target's log was shorter by then, or made anew.
            to = Math.min(to, sourceOf(generation, lostFrom));
            targetTo = lostFrom;
        }
        if (logs.targetFirst() > targetFrom) {
            long first = Math.min(to, sourceOf(generation, logs.targetFirst()));
            note(Reason.TARGET_RETENTION, from, first, "the target's retention has deleted their copies");
            from = first;
            targetFrom = logs.targetFirst();
        }
        if (from < to) {
            legs.add(new PlannedLeg(
                    generation.lane(), leg(generation, new Leg.Range(from, to), new Leg.Range(targetFrom, targetTo))));
        }
    }

    private void noteWhatLiesBetween(LaneGeneration generation, long coveredFrom, long lostFrom) {
        if (coveredFrom == Long.MAX_VALUE) {
            return;
        }
        long end = generation.end().source();
        note(
                Reason.LEFT_OUT_BY_ORDER,
                Math.max(end, Math.max(logs.wantedFrom(), logs.sourceFirst())),
                Math.min(coveredFrom, logs.wantedTo()),
                "an operator had the partition go on behind them");
        note(
                Reason.COPIED_AGAIN,
                Math.max(coveredFrom, Math.max(generation.beganAtSource(), logs.wantedFrom())),
                Math.min(end, logs.wantedTo()),
                "in generation " + generation.lane().generation() + ", since a later one has copied them again");
        long endOfTarget = generation.end().target();
        if (endOfTarget < lostFrom && lostFrom > logs.targetFirst()) {
            notCompared.add(new NotCompared(
                    Reason.BEYOND_THE_POSITION,
                    0,
                    "target offsets " + endOfTarget + " to " + (lostFrom - 1) + ": generation "
                            + generation.lane().generation() + " had stored no position behind them"));
        }
    }

    private void note(Reason reason, long from, long to, String why) {
        if (from < to) {
            notCompared.add(
                    new NotCompared(reason, to - from, "source offsets " + new OffsetRange(from, to) + ": " + why));
        }
    }

    private Leg leg(LaneGeneration generation, Leg.Range source, Leg.Range target) {
        return new Leg(
                mapOf(generation),
                source,
                target,
                carried,
                ours(generation.lane()),
                leftOut.getOrDefault(generation.lane(), List.of()),
                cleaning.compacted(),
                cleaning.shared() ? Neighbours.ALIKE : Neighbours.NONE);
    }

    private static RunMap mapOf(LaneGeneration generation) {
        return new RunMap() {
            @Override
            public Iterator<Run> fromSource(long source) {
                return generation.runsFromSource(source);
            }

            @Override
            public Iterator<Run> fromTarget(long target) {
                return generation.runsFromTarget(target);
            }
        };
    }

    /** All of a lane's producer ids are alike but for the origin. */
    private static LongPredicate ours(LaneId lane) {
        long id = ProducerIds.lane(ProducerIds.of(0, lane));
        return producerId -> ProducerIds.isOurs(producerId) && ProducerIds.lane(producerId) == id;
    }

    /** Where in the target the first copied record is that is not below a source offset. */
    private static long targetOf(LaneGeneration generation, long source) {
        Run run = first(generation.runsFromSource(source));
        if (run == null) {
            return generation.end().target();
        }
        return run.containsSource(source) ? run.toTarget(source) : run.targetStart();
    }

    /** Where in the source the first copied record is that is not below a target offset. */
    private static long sourceOf(LaneGeneration generation, long target) {
        Run run = first(generation.runsFromTarget(target));
        if (run == null) {
            return generation.end().source();
        }
        return run.containsTarget(target) ? run.toSource(target) : run.sourceStart();
    }

    private static @Nullable Run first(Iterator<Run> runs) {
        return runs.hasNext() ? runs.next() : null;
    }
}
