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
 * @param shared whether others produce into either log what the lane does not copy
 */
public record Leg(
        RunMap runs,
        Range source,
        Range target,
        LongPredicate carried,
        LongPredicate ours,
        List<OffsetRange> leftOut,
        boolean compacted,
        boolean shared) {

    /** Offsets, the end exclusive; it may be empty. Immutable. */
    public record Range(long from, long to) {
        /** How many. */
        public long size() {
            return Math.max(0, to - from);
        }
    }

    public Leg {
        leftOut = List.copyOf(leftOut);
    }
}
