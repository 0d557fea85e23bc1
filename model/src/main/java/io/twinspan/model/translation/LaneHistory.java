package io.twinspan.model.translation;

import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The generations of one partition's lane, read as one map: each time that an operator moved the lane's position, a new one began.
 * Confined to one thread.
 */
/*
 * Implementation note
 *
 * The newest generation that knows an offset answers (it knows what is not below where it began). An older one answers for what lies
 * below, as far as the record that it finds lies below, too:
 *
 *   Rewind. What is between the new start and the old end is in the target twice. The new generation answers for it: the later copy is
 *   the tightest place, since all that comes after it in the source is copied again behind it. Below the new start there is one copy.
 *
 *   Jump forward. An offset between the old end and the new start leads to the new generation's first record, if the old one appended
 *   nothing after its last tip. That is certain only if the new one began where that tip ended; otherwise the tip's place is the
 *   answer, for ever: it skips nothing.
 *
 * Back from the target, the older generation answers for all that lies below where the new one began to append. A consumer there has
 * read all that the old one had copied before, whether the new one copies it again or not.
 */
final class LaneHistory {
    private final List<Generation> newestFirst;
    private final long notBegunFrom;

    /** One generation's log with its end. Immutable, as far as the log is. */
    private record Generation(LaneLog log, Tip end, LanePages.Start began) {}

    /**
     * @param newestFirst the logs of those generations that have a position
     * @param notBegunFrom from which source offset on a generation speaks that is set and has no position yet; the largest number if
     *     there is none
     */
    LaneHistory(List<LaneLog> newestFirst, long notBegunFrom) {
        var generations = new ArrayList<Generation>();
        for (LaneLog log : newestFirst) {
            Tip end = log.position();
            if (end != null) {
                generations.add(new Generation(log, end, log.beginning(end)));
            }
        }
        this.newestFirst = List.copyOf(generations);
        this.notBegunFrom = notBegunFrom;
    }

    boolean isEmpty() {
        return newestFirst.isEmpty();
    }

    /** Where a source offset leads; null if that is not known, see {@link #whyUnknown}. */
    @Nullable
    Spot place(long source) {
        if (source >= notBegunFrom) {
            return null;
        }
        for (int i = 0; i < newestFirst.size(); i++) {
            Generation one = newestFirst.get(i);
            if (source >= one.log().completeFrom(one.end())) {
                return place(source, one, i);
            }
        }
        return null;
    }

    private @Nullable Spot place(long source, Generation one, int index) {
        Spot spot = one.log().place(source, one.end());
        long limit = notBegunFrom;
        long overwrittenFrom = Long.MAX_VALUE;
        for (Generation newer : newestFirst.subList(0, index)) {
            limit = Math.min(limit, newer.log().completeFrom(newer.end()));
            overwrittenFrom = Math.min(overwrittenFrom, newer.began().target());
        }
        if (limit == Long.MAX_VALUE) {
            return spot;
        }
        if (spot.isRecord() && spot.source() < limit && spot.target() < overwrittenFrom) {
            return spot;
        }
        if (spot.isRecord() || one.end().source() >= limit || overwrittenFrom <= spot.target()) {
            return place(limit);
        }
        return new Spot(spot.source(), spot.target(), false, spot.past(), true);
    }

    /** Where a target offset leads; null if that is not known, see {@link #whyUnknownBack}. */
    @Nullable
    Spot placeBack(long target) {
        for (int i = 0; i < newestFirst.size(); i++) {
            Generation one = newestFirst.get(i);
            if (target >= one.log().ownFrom(one.end())) {
                Spot spot = one.log().placeBack(target, one.end());
                boolean isFinal = spot.isFinal() || i > 0;
                return new Spot(spot.source(), spot.target(), spot.isRecord(), spot.past(), isFinal);
            }
        }
        return null;
    }

    /** Where the partition was begun first, as far as it is known. */
    LanePages.Start began() {
        return newestFirst.stream()
                .map(Generation::began)
                .min(Comparator.comparingLong(LanePages.Start::target))
                .orElseThrow();
    }

    String whyUnknown(long source) {
        boolean isBelow = newestFirst.stream()
                .allMatch(one -> source < one.log().completeFrom(one.end()));
        return !isBelow
                ? "the lane was set to another position, and the link has not begun there yet"
                : "it is below source offset " + began().source() + ", where the link began behind records of another"
                        + " writer, whose source offsets it does not know";
    }

    String whyUnknownBack() {
        return "it is below target offset " + began().target() + ", where the link began behind records of another writer";
    }

    /** The target offsets, from this one on, that are known to be the lane's records. */
    List<Iterator<Span>> targetSpans(long from) {
        return targetSpans(from, Long.MAX_VALUE);
    }

    /** The source offsets, from this one on, that are known to be of records that the lane has copied. */
    List<Iterator<Span>> sourceSpans(long from) {
        return sourceSpans(from, Long.MAX_VALUE);
    }

    /** How many records the lane is known to have from a target offset on whose source offset is below another. */
    long targetsFrom(long from, long sourceBelow) {
        return Span.count(targetSpans(from, sourceBelow), Long.MAX_VALUE);
    }

    /** How many records of the source in this range of offsets are known to be copied below a target offset. */
    long sourcesIn(long from, long to, long targetBelow) {
        return Span.count(sourceSpans(from, targetBelow), to);
    }

    private List<Iterator<Span>> targetSpans(long from, long sourceBelow) {
        return spans(
                one -> one.log().pages().fromTarget(from, one.end()),
                run -> new Span(
                        Math.max(from, run.targetStart()),
                        run.targetStart() + Math.min(run.length(), sourceBelow - run.sourceStart())));
    }

    private List<Iterator<Span>> sourceSpans(long from, long targetBelow) {
        return spans(
                one -> one.log().pages().fromSource(from, one.end()),
                run -> new Span(
                        Math.max(from, run.sourceStart()),
                        run.sourceStart() + Math.min(run.length(), targetBelow - run.targetStart())));
    }

    private List<Iterator<Span>> spans(Function<Generation, Iterator<Run>> runs, Function<Run, Span> cut) {
        return newestFirst.stream()
                .map(one -> Span.untilEmpty(runs.apply(one), cut))
                .toList();
    }
}
