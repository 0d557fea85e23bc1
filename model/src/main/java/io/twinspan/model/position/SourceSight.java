package io.twinspan.model.position;

/**
 * What a lane knows of its source's end. Times are milliseconds since the epoch by the link's clock, whatever timestamps records have;
 * -1 is not known. Immutable.
 *
 * @param end the readable end as last heard
 * @param heardMs when the source last said where its log ends
 * @param lostMs since when it does not; -1 if it does
 * @param caughtUpMs up to when all is copied that was in the source then
 */
public record SourceSight(long end, long heardMs, long lostMs, long caughtUpMs) {
    /** Nothing was ever heard. */
    public static final SourceSight NONE = new SourceSight(-1, -1, -1, -1);
}
