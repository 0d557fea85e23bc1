package io.twinspan.control.inventory;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has come. -1 is not known. Immutable.
 *
 * @param replicatedTo everything of the source below this offset is copied or skipped
 * @param sourceEnd the source's readable end, as it says now, or else as whoever copies last heard
 * @param endAgeMs how long ago the source said so; 0 for now
 * @param lagRecords how many offsets lie between
 * @param lagBytes how large they are, going by the average
 * @param recordBytes how large a record is on average, compressed as it is
 * @param rpo what would be missing if the source were lost
 * @param recordsPerSecond how many offsets were done with in a second, lately
 * @param tipAgeMs how long ago the position was stored; a lane with nothing to do stores none
 * @param cause why the lane does not get on, {@link Cause#NONE} otherwise
 * @param range the source offsets at which it does not, or null if that is not about single records
 * @param reason why the lane does not get on and what to do; empty otherwise
 */
public record PartitionStatus(
        int partition,
        State state,
        long replicatedTo,
        long sourceEnd,
        long endAgeMs,
        long lagRecords,
        long lagBytes,
        long recordBytes,
        Rpo rpo,
        long recordsPerSecond,
        long tipAgeMs,
        Cause cause,
        @Nullable OffsetRange range,
        String reason) {

    /** What a lane is doing, as far as it has said. */
    public enum State {
        /** It copies, or waits for something to copy. */
        COPYING,
        /** It does not get on, and tries again until the cause is gone. */
        RETRYING,
        /** It has stopped by itself and needs a person. */
        FAILED,
        /** It has not stored a position yet. */
        NOT_STARTED,
        /** Tasks of the link live, and none of them copies it. */
        UNTENDED
    }

    /** Whether somebody has to do something. */
    public boolean inTrouble() {
        return state == State.FAILED || state == State.RETRYING;
    }
}
