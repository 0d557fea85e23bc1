package io.twinspan.control.verify.compare;

import io.twinspan.model.position.OffsetRange;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What is to be compared of one generation of one partition's lane: a range of both logs, and what is known of them. Immutable, as far
 * as its parts are.
 *
 * @param runs which source record each target record is
 * @param source the source offsets to compare
 * @param target the target offsets that go with them
 * @param carried whether the lane copies batches of a producer id
 * @param ours whether the lane itself writes under a producer id
 * @param leftOut the source offsets that the lane is known to have left out
 * @param compacted whether the cleaner of either side may have removed records
 * @param neighbours who else produces into either log what the lane does not copy
 */
public record Leg(
        RunMap runs,
        Range source,
        Range target,
        LongPredicate carried,
        LongPredicate ours,
        List<OffsetRange> leftOut,
        boolean compacted,
        Neighbours neighbours) {

    /** Offsets, the end exclusive; it may be empty. Immutable. */
    public record Range(long from, long to) {
        /** How many. */
        public long size() {
            return Math.max(0, to - from);
        }
    }

    /** Who else produces into a lane's logs. */
    public enum Neighbours {
        /** Nobody should. */
        NONE,
        /** Others may; it is not known whether anything tells their records from the lane's. */
        ALIKE,
        /** Others may; what the lane writes carries its producer ids. */
        APART
    }

    public Leg {
        leftOut = List.copyOf(leftOut);
    }

    /** Whether there may have been records in one log that were not to be in the other. */
    boolean isShared() {
        return neighbours != Neighbours.NONE;
    }

    /** Whether it matters to the comparison whether the lane's copies carry its producer ids. */
    public boolean needsSignature() {
        return compacted && neighbours == Neighbours.ALIKE;
    }

    /** The same, now that they are known to carry them. */
    public Leg signed() {
        return new Leg(runs, source, target, carried, ours, leftOut, compacted, Neighbours.APART);
    }

    /**
     * Whether only what the lane itself wrote can be its copy. What a cleaner had taken before its runs were stored has runs that lead
     * about to where it was: where others write, too, that may be where a record of theirs is.
     */
    boolean knowsCopiesByProducer() {
        return compacted && neighbours == Neighbours.APART;
    }
}
