package io.twinspan.model.position;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a lane last said about itself, so that a status can show from anywhere one that does not get on. Immutable.
 *
 * @param cause why it does not get on; {@link Cause#NONE} while copying
 * @param range the source offsets at which it does not get on, or null if that is not about single records
 * @param reason the same for people, with what to do; empty while copying
 * @param timeMs since when, in milliseconds since the epoch
 */
public record LaneState(
        LaneId lane, Kind kind, Cause cause, @Nullable OffsetRange range, String reason, long timeMs) {
    public LaneState {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(reason, "reason");
    }

    /** The states that last. */
    public enum Kind {
        /** The lane copies, or waits for something to copy. */
        COPYING,
        /** The lane does not get on, and tries again until the cause is gone: a permission, a setting, a topic. */
        RETRYING,
        /** The lane has stopped by itself and needs a person. */
        FAILED
    }
}
