package io.twinspan.model.position;

import io.twinspan.model.error.Inconsistent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The exact map between a lane's source offsets and its target offsets, in both directions. Immutable.
 *
 * <p>A look-up is a binary search; a stretch of the map costs 24 bytes. Runs that touch on both sides are one stretch
 * here, whatever their origin. {@link #with} makes a longer map.
 */
/*
 * Implementation note
 *
 * Shape. Three arrays of equal length; stretch i maps [source[i], source[i] + length[i]) one for one to
 * [target[i], target[i] + length[i]). What lies between two stretches on the source side was skipped (markers, aborted
 * data, compaction holes); what lies between on the target side is not ours (markers, another writer).
 *
 * The end. Past the last stretch the tip speaks: below its source offset everything is copied or skipped, and what comes
 * later is appended at its target offset or after. Runs may be newer than the tip; then the end of the last stretch is
 * the end. Past the end nothing is known yet, and the answer is empty, never a guess.
 *
 * The beginning. A map may be incomplete below `completeFrom` (records that another tool copied before the lane existed).
 * A translation of an offset below it would skip those records, so it is empty, too. A map whose old runs were deleted
 * because the target's log start passed them is still complete: those records are gone, and its first stretch is the
 * first there is.
 *
 * Invariants (PositionMapTest cites them by letter)
 *   A  Stretches ascend and are disjoint on both sides, and no two touch on both sides.
 *   B  toTarget(S) is the target offset of the first record in the target whose source offset is at least S: one that is
 *      smaller would deliver a record again, one that is larger would skip one. toSource is its mirror image.
 *   C  For every copied record (s, t): toTarget(s) = t and toSource(t) = s; and both functions never decrease.
 */
public final class PositionMap {
    private static final long COMPLETE = Long.MIN_VALUE;

    private final long[] source;
    private final long[] target;
    private final long[] length;
    private final long endSource;
    private final long endTarget;
    private final long completeFrom;

    private PositionMap(Stretches stretches, long endSource, long endTarget, long completeFrom) {
        this.source = Arrays.copyOf(stretches.source, stretches.count);
        this.target = Arrays.copyOf(stretches.target, stretches.count);
        this.length = Arrays.copyOf(stretches.length, stretches.count);
        this.endSource = endSource;
        this.endTarget = endTarget;
        this.completeFrom = completeFrom;
    }

    /**
     * The map of these runs, in ascending order; without a tip its end is the end of the last run.
     *
     * @throws Inconsistent if the runs are out of order or overlap
     */
    public static PositionMap of(Collection<Run> runs, @Nullable Tip tip) {
        return build(new Stretches(runs.size()), runs, tip, COMPLETE);
    }

    /** A map that knows nothing yet: every translation is empty. */
    public static PositionMap empty() {
        return of(List.of(), null);
    }

    /** This map and the runs after it, with a newer tip. */
    public PositionMap with(Collection<Run> runs, @Nullable Tip tip) {
        var stretches = new Stretches(source.length + runs.size());
        stretches.copy(this);
        var longer = build(stretches, runs, tip, completeFrom);
        if (longer.endSource >= endSource) {
            return longer;
        }
        if (longer.endTarget > endTarget) {
            throw new Inconsistent(
                    "Runs end at target offset " + longer.endTarget + ", but an earlier tip says that from source"
                            + " offset " + endSource + " on the target goes on at " + endTarget
                            + ". The recorded positions contradict each other; the lane must not go on from them.");
        }
        return longer.endingAt(endSource, endTarget);
    }

    /** This map, declared to be incomplete below a source offset: translations of smaller ones are empty. */
    public PositionMap completeFrom(long sourceOffset) {
        return build(new Stretches(source.length).copy(this), List.of(), null, sourceOffset)
                .endingAt(endSource, endTarget);
    }

    /** This map without the stretches that end at or below a target offset: the target has deleted those records. */
    public PositionMap withoutTargetBelow(long targetOffset) {
        int first = stretchNotEndingBy(target, targetOffset);
        var kept = new Stretches(source.length - first).copy(this, first, source.length);
        return new PositionMap(kept, endSource, endTarget, completeFrom);
    }

    /**
     * The part of this map below a target offset, for a target that has lost its end: what is cut off has to be copied
     * again, from the source offset at which the new map ends.
     */
    public PositionMap truncatedToTarget(long targetOffset) {
        if (targetOffset >= endTarget) {
            return this;
        }
        int last = stretchNotEndingBy(target, targetOffset);
        var kept = new Stretches(last + 1).copy(this, 0, last);
        if (last < source.length && target[last] < targetOffset) {
            kept.add(source[last], target[last], targetOffset - target[last]);
            return new PositionMap(kept, source[last] + (targetOffset - target[last]), targetOffset, completeFrom);
        }
        long resume = last < source.length ? source[last] : endSource;
        return new PositionMap(kept, resume, targetOffset, completeFrom);
    }

    /**
     * The target offset of the first target record whose source offset is at least this one; empty if that is not known
     * yet (past the end) or not any more (below where the map is complete).
     */
    public OptionalLong toTarget(long sourceOffset) {
        if (sourceOffset < completeFrom) {
            return OptionalLong.empty();
        }
        return translate(sourceOffset, source, target, endSource, endTarget);
    }

    /** The source offset of the first source record whose target offset is at least this one; empty if not known yet. */
    public OptionalLong toSource(long targetOffset) {
        return translate(targetOffset, target, source, endTarget, endSource);
    }

    /** Whether the record at this source offset is in the target. */
    public boolean containsSource(long sourceOffset) {
        int i = stretchNotEndingBy(source, sourceOffset);
        return i < source.length && sourceOffset >= source[i];
    }

    /** Below this source offset everything is copied or skipped; -1 if nothing is known. */
    public long endSource() {
        return endSource;
    }

    /** The first target offset at which a later append can be; -1 if nothing is known. */
    public long endTarget() {
        return endTarget;
    }

    /** How many stretches the map has: runs, less those that another continues. */
    public int size() {
        return source.length;
    }

    /** The stretches' memory in bytes. */
    public long sizeBytes() {
        return 3L * Long.BYTES * source.length;
    }

    @Override
    public String toString() {
        return "PositionMap[" + source.length + " stretches, source end " + endSource + ", target end " + endTarget
                + "]";
    }

    private static PositionMap build(Stretches stretches, Collection<Run> runs, @Nullable Tip tip, long completeFrom) {
        for (Run run : runs) {
            stretches.add(run.sourceStart(), run.targetStart(), run.length());
        }
        long endSource = stretches.sourceEnd();
        long endTarget = stretches.targetEnd();
        if (tip != null && tip.source() >= endSource) {
            if (tip.target() < endTarget) {
                throw new Inconsistent("Lane " + tip.lane() + ": its tip says that the target goes on at offset "
                        + tip.target() + ", but its runs end at " + endTarget
                        + ". The recorded positions contradict each other; the lane must not go on from them.");
            }
            endSource = tip.source();
            endTarget = tip.target();
        }
        return new PositionMap(stretches, endSource, endTarget, completeFrom);
    }

    private PositionMap endingAt(long source, long target) {
        return new PositionMap(new Stretches(this.source.length).copy(this), source, target, completeFrom);
    }

    private OptionalLong translate(long offset, long[] from, long[] to, long fromEnd, long toEnd) {
        int i = stretchNotEndingBy(from, offset);
        if (i < from.length) {
            return OptionalLong.of(to[i] + Math.max(0, offset - from[i]));
        }
        return offset <= fromEnd ? OptionalLong.of(toEnd) : OptionalLong.empty();
    }

    /** The first stretch that ends after this offset; the number of stretches if all end at or before it. */
    private int stretchNotEndingBy(long[] start, long offset) {
        int low = 0;
        int high = start.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start[middle] + length[middle] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Growing arrays that keep invariant A. Confined to one call. */
    private static final class Stretches {
        private final long[] source;
        private final long[] target;
        private final long[] length;
        private int count;

        Stretches(int capacity) {
            source = new long[capacity];
            target = new long[capacity];
            length = new long[capacity];
        }

        Stretches copy(PositionMap map) {
            return copy(map, 0, map.source.length);
        }

        Stretches copy(PositionMap map, int first, int end) {
            System.arraycopy(map.source, first, source, 0, end - first);
            System.arraycopy(map.target, first, target, 0, end - first);
            System.arraycopy(map.length, first, length, 0, end - first);
            count = end - first;
            return this;
        }

        void add(long sourceStart, long targetStart, long records) {
            if (sourceStart < sourceEnd() || targetStart < targetEnd()) {
                throw new Inconsistent("A run from source offset " + sourceStart + " to target offset " + targetStart
                        + " follows one that ends at source " + sourceEnd() + ", target " + targetEnd()
                        + ": runs must ascend on both sides. The recorded positions are damaged or belong to two writers;"
                        + " the lane must not go on from them.");
            }
            if (count > 0 && sourceStart == sourceEnd() && targetStart == targetEnd()) {
                length[count - 1] += records;
                return;
            }
            source[count] = sourceStart;
            target[count] = targetStart;
            length[count] = records;
            count++;
        }

        long sourceEnd() {
            return count == 0 ? -1 : source[count - 1] + length[count - 1];
        }

        long targetEnd() {
            return count == 0 ? -1 : target[count - 1] + length[count - 1];
        }
    }
}
