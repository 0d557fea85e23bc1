package io.twinspan.link.lane;

/**
 * What a lane has heard of its source's end. Immutable.
 *
 * @param end the readable end as last heard
 * @param heardMs when the source last said where its log ends
 * @param lostMs since when it does not; -1 if it does
 * @param caughtUpMs up to when all is copied that was in the source then
 */
public record Heard(long end, long heardMs, long lostMs, long caughtUpMs) {}
