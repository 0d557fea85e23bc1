package io.twinspan.model.position;

import java.util.Objects;

/**
 * Something that befell a lane and that its operator should know for ever: which records are not in the target, or are there though
 * the link did not put them there. Immutable.
 *
 * @param range source offsets; target offsets for {@link Cause#FOREIGN_WRITER} and {@link Cause#TARGET_LOST_RECORDS}
 * @param offsets how many of the range are concerned: all, or fewer where others lie between
 * @param byOrder whether an operator accepted it
 * @param timeMs when, in milliseconds since the epoch
 */
public record Incident(LaneId lane, Cause cause, OffsetRange range, long offsets, boolean byOrder, long timeMs) {
    public Incident {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(cause, "cause");
        if (offsets < 0 || offsets > range.size()) {
            throw new IllegalArgumentException(
                    offsets + " offsets of lane " + lane + " cannot be among offsets " + range);
        }
    }

    /** Whether the range is in the target, not the source. */
    public boolean isOnTarget() {
        return isOnTarget(cause);
    }

    /** Whether ranges of this cause are in the target, not the source. */
    public static boolean isOnTarget(Cause cause) {
        return cause == Cause.FOREIGN_WRITER || cause == Cause.TARGET_LOST_RECORDS;
    }
}
