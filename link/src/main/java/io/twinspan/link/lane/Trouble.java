package io.twinspan.link.lane;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * Why a lane does not get on. Immutable.
 *
 * @param range the source offsets at which it does not, or null if that is not about single records
 * @param message for people: what, where, why, and what to do
 */
record Trouble(Cause cause, @Nullable OffsetRange range, String message) {
    static Trouble of(Cause cause, String message) {
        return new Trouble(cause, null, message);
    }

    Trouble with(@Nullable String detail) {
        return detail == null ? this : new Trouble(cause, range, message + " (" + detail + ")");
    }
}
