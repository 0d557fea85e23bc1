package io.twinspan.control.lanes;

/**
 * Where a partition is to be copied from, in the source. Immutable.
 *
 * @param offset for {@link Kind#OFFSET}, else -1
 */
public record StartPoint(Kind kind, long offset) {

    /** The ways to say it. */
    public enum Kind {
        /** A given source offset. */
        OFFSET,
        /** The first record that the source still has. */
        EARLIEST,
        /** The source's end. */
        LATEST,
        /** Where the lane stands; for one that has stopped. */
        POSITION
    }

    public StartPoint {
        if ((kind == Kind.OFFSET) != (offset >= 0)) {
            throw new IllegalArgumentException("start point " + kind + " with offset " + offset);
        }
    }

    public static StartPoint offset(long offset) {
        return new StartPoint(Kind.OFFSET, offset);
    }

    public static StartPoint of(Kind kind) {
        return new StartPoint(kind, -1);
    }
}
