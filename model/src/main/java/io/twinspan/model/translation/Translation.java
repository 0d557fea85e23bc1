package io.twinspan.model.translation;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Where in the target a source offset is; of a translation back, where in the source a target offset is. Immutable.
 *
 * @param target the target offset at which a consumer goes on that has read everything below the source offset: the highest that skips
 *     nothing; where the link has not come that far yet, the highest of which that is certain; empty if it is not known
 * @param rereads how many records a consumer that goes on at {@code target} reads again, at most; 0 is exact
 * @param isPending whether it may become fewer when the link has copied more; if not, no offset reads fewer again without skipping any
 * @param reason why the target offset is not known, for people; empty if it is
 */
public record Translation(OptionalLong target, long rereads, boolean isPending, String reason) {
    public Translation {
        Objects.requireNonNull(target, "target");
        if (rereads < 0 || target.isPresent() != reason.isEmpty() || (isPending && rereads == 0)) {
            throw new IllegalArgumentException("translation to " + target + " with " + rereads + " rereads, "
                    + (isPending ? "pending, " : "") + "and reason '" + reason + "'");
        }
    }

    /** A known place; records that are read again there are so until the link has copied more. */
    public static Translation to(long target, long rereads) {
        return to(target, rereads, rereads > 0);
    }

    /** A known place. */
    public static Translation to(long target, long rereads, boolean isPending) {
        return new Translation(OptionalLong.of(target), rereads, isPending && rereads > 0, "");
    }

    /** No place, and why. */
    public static Translation unknown(String reason) {
        return new Translation(OptionalLong.empty(), 0, false, reason);
    }

    /** Whether no record is read again and none is skipped. */
    public boolean isExact() {
        return target.isPresent() && rereads == 0;
    }
}
