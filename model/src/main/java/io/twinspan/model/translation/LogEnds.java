package io.twinspan.model.translation;

/**
 * Where the logs of one partition begin and end on both sides, looked at in this order: the group's position, the target, the source.
 * Immutable.
 *
 * <p>The order is what makes it worth something: what is at {@code sourceEnd} or above in the source was appended there after the look
 * at the target, so a link can append it to the target at {@code targetEnd} or above only.
 *
 * @param targetStart the target's first offset
 * @param targetEnd the target's high watermark
 * @param sourceEnd the source's high watermark, which bounds what any link can have read
 */
public record LogEnds(long targetStart, long targetEnd, long sourceEnd) {
    /** Nobody has looked, or nobody could. */
    public static final LogEnds UNKNOWN = new LogEnds(0, Long.MAX_VALUE, Long.MAX_VALUE);

    public LogEnds {
        if (targetStart < 0 || targetEnd < 0 || sourceEnd < 0) {
            throw new IllegalArgumentException("a log from " + targetStart + " to " + targetEnd + ", and one to "
                    + sourceEnd + ": no offset can be below 0");
        }
    }

    /** Whether everything of the source that is at this offset or above comes to the target at {@link #targetEnd} or above. */
    boolean isBeyond(long source) {
        return source >= sourceEnd && targetEnd < Long.MAX_VALUE;
    }
}
