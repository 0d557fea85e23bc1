package io.twinspan.model.translation;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Where in the target a source offset is; of a translation back, where in the source a target offset is. Immutable.
 *
 * @param target the target offset of the first target record whose source offset is at least the one asked for; where the link has
 *     not come that far yet, where it goes on; empty if it is not known
 * @param rereads how many records a consumer that goes on at {@code target} reads again, at most; 0 is exact
 * @param reason why the target offset is not known, for people; empty if it is
 */
public record Translation(OptionalLong target, long rereads, String reason) {
    public Translation {
        Objects.requireNonNull(target, "target");
        if (rereads < 0 || target.isPresent() != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "translation to " + target + " with " + rereads + " rereads and reason '" + reason + "'");
        }
    }

    static Translation to(long target, long rereads) {
        return new Translation(OptionalLong.of(target), rereads, "");
    }

    static Translation unknown(String reason) {
        return new Translation(OptionalLong.empty(), 0, reason);
    }

    /** Whether no record is read again and none is skipped. */
    public boolean isExact() {
        return target.isPresent() && rereads == 0;
    }

    /** Whether a longer copy will make it exact. */
    public boolean isPending() {
        return rereads > 0;
    }
}
