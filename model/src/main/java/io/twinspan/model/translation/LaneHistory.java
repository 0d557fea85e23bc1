package io.twinspan.model.translation;

import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The generations of one partition's lane, read as one map: each time that an operator moved the lane's position, a new one began.
 * Confined to one thread.
 */
/*
 * Implementation note
 *
 * Each generation covers the source offsets from where it knows all (mostly its start) to its end, the newest one all that will be, too.
 * Their records follow each other in the target.
 *
 * There. A place skips nothing if every record from the source offset on lies at it or above, in one of its copies; so what counts is
 * the last copy of each, and the answer is the least of those. It is in the oldest generation that covers a stretch which no newer one
 * covers, from the offset on:
 *
 *   Rewind. What is between the new start and the old end is in the target twice, and the later copy counts.
 *
 *   Jump forward. An offset between the old end and the new start leads to the new generation's first record, if the old one appended
 *   nothing after its last tip. That is certain only if the new one began where that tip ended; otherwise the tip's place is the
 *   answer, for ever: it skips nothing.
 *
 * Back. A consumer in the target has read what has a copy below it. The newest generation that had begun there says from where on it
 * has not; a later one that was set back to before anything that was copied then may have older records, which it has not read either.
 */
final class LaneHistory {
    private final List<Generation> newestFirst;
    private final long notBegunFrom;

    /**
     * One generation's log with its end. Immutable, as far as the log is.
     *
     * @param lostFrom from which target offset on there is nothing left of it: a newer one has begun there
     */
    private record Generation(LaneLog log, Tip end, LanePages.Start began, long lostFrom) {
        /** How many of a run's records are left, and are below other offsets. */
        long left(Run run, long sourceBelow, long targetBelow) {
            long below = Math.min(run.length(), sourceBelow - run.sourceStart());
            return Math.min(below, Math.min(lostFrom, targetBelow) - run.targetStart());
        }
    }

    /**
     * @param newestFirst the logs of those generations that have a position
     * @param notBegunFrom from which source offset on a generation speaks that is set and has no position yet; the largest number if
     *     there is none
     */
    LaneHistory(List<LaneLog> newestFirst, long notBegunFrom) {
        var generations = new ArrayList<Generation>();
        long lostFrom = Long.MAX_VALUE;
        for (LaneLog log : newestFirst) {
            Tip end = log.position();
            if (end != null) {
                LanePages.Start began = log.beginning(end);
                generations.add(new Generation(log, end, began, lostFrom));
                lostFrom = Math.min(lostFrom, began.target());
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
        var covered = new ArrayList<Span>();
        if (notBegunFrom < Long.MAX_VALUE) {
            covered.add(new Span(notBegunFrom, Long.MAX_VALUE));
        }
        Spot best = null;
        for (Generation one : newestFirst) {
            long first = one.log().completeFrom(one.end());
            boolean isLast = covered.isEmpty();
            var range = new Span(
                    first, isLast ? Long.MAX_VALUE : Math.max(first, one.end().source()));
            Spot found = isLast
                    ? one.log().place(Math.max(source, first), one.end())
                    : placeInOlder(source, one, range, covered);
            best = found == null ? best : found;
            covered.add(range);
        }
        boolean isKnown = new Span(source, oldestKnown()).without(covered).isEmpty();
        return isKnown ? best : null;
    }

    /** The first last copy in a generation that newer ones followed; null if it has none from the source offset on. */
    private static @Nullable Spot placeInOlder(long source, Generation one, Span range, List<Span> covered) {
        for (Span part : new Span(Math.max(source, range.from()), range.to()).without(covered)) {
            Spot spot = one.log().place(part.from(), one.end());
            if (spot.isRecord() && spot.source() < part.to() && spot.target() < one.lostFrom()) {
                return spot;
            }
        }
        long unsureFrom = Math.max(source, one.end().source());
        boolean mayHaveMore = one.end().target() < one.lostFrom()
                && !new Span(unsureFrom, Long.MAX_VALUE).without(covered).isEmpty();
        return mayHaveMore
                ? new Spot(
                        one.end().source(),
                        one.end().target(),
                        false,
                        Math.max(0, source - one.end().source()),
                        true)
                : null;
    }

    /** Where a target offset leads; null if that is not known, see {@link #whyUnknownBack}. */
    @Nullable
    Spot placeBack(long target) {
        for (int i = 0; i < newestFirst.size(); i++) {
            Generation one = newestFirst.get(i);
            if (target >= one.log().ownFrom(one.end())) {
                Spot spot = one.log().placeBack(target, one.end());
                long earlier = firstOfNewer(i, spot.source());
                return earlier < spot.source()
                        ? new Spot(earlier, spot.target(), false, spot.past(), true)
                        : new Spot(spot.source(), spot.target(), spot.isRecord(), spot.past(), spot.isFinal() || i > 0);
            }
        }
        return null;
    }

    /** The first source offset that generations newer than this one cover, and neither an older one nor this one up to its spot. */
    private long firstOfNewer(int index, long spot) {
        var read = new ArrayList<Span>();
        for (Generation older : newestFirst.subList(index, newestFirst.size())) {
            long end = read.isEmpty() ? spot : older.end().source();
            long first = older.log().completeFrom(older.end());
            read.add(new Span(first, Math.max(first, end)));
        }
        long least = Long.MAX_VALUE;
        for (Generation newer : newestFirst.subList(0, index)) {
            var after = new Span(newer.began().source(), Long.MAX_VALUE).without(read);
            least = after.isEmpty() ? least : Math.min(least, after.get(0).from());
        }
        return least;
    }

    /** Whether some of it may be in the target twice. */
    boolean hasGenerations() {
        return newestFirst.size() > 1;
    }

    private long oldestKnown() {
        if (newestFirst.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Generation oldest = newestFirst.get(newestFirst.size() - 1);
        return oldest.log().completeFrom(oldest.end());
    }

    /** Where the partition was begun first, as far as it is known. */
    LanePages.Start began() {
        return newestFirst.stream()
                .map(Generation::began)
                .min(Comparator.comparingLong(LanePages.Start::target))
                .orElseThrow();
    }

    String whyUnknown(long source) {
        return source >= oldestKnown()
                ? "the lane was set to another position, and the link has not begun there yet"
                : "it is below source offset " + oldestKnown() + ", where the link began behind records of another"
                        + " writer, whose source offsets it does not know";
    }

    String whyUnknownBack() {
        return "it is below target offset " + began().target()
                + ", where the link began behind records of another writer";
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

    /** How many records of the source from an offset on are known to be copied below a target offset. */
    long sourcesFrom(long from, long targetBelow) {
        return Span.count(sourceSpans(from, targetBelow), Long.MAX_VALUE);
    }

    private List<Iterator<Span>> targetSpans(long from, long sourceBelow) {
        return spans(
                one -> one.log().pages().fromTarget(from, one.end()),
                (one, run) -> new Span(
                        Math.max(from, run.targetStart()),
                        run.targetStart() + one.left(run, sourceBelow, Long.MAX_VALUE)));
    }

    private List<Iterator<Span>> sourceSpans(long from, long targetBelow) {
        return spans(
                one -> one.log().pages().fromSource(from, one.end()),
                (one, run) -> new Span(
                        Math.max(from, run.sourceStart()),
                        run.sourceStart() + one.left(run, Long.MAX_VALUE, targetBelow)));
    }

    private List<Iterator<Span>> spans(
            Function<Generation, Iterator<Run>> runs, BiFunction<Generation, Run, Span> cut) {
        return newestFirst.stream()
                .map(one -> Span.untilEmpty(runs.apply(one), run -> cut.apply(one, run)))
                .toList();
    }
}
