package io.twinspan.link.lane;

import io.twinspan.link.exchange.Side;
import io.twinspan.model.wire.PositionRecord;

/** What a lane asks of the link that runs it. Every call only notes the wish; nothing is called back before it returns. */
public interface LaneHost {

    /** The lane can take more from the source. */
    void wantsFetch(Lane lane);

    /** The lane has a batch to append. */
    void wantsAppend(Lane lane);

    /** The lane has no stored position and asks where to begin; answered by {@link Lane#startsAt}. */
    void wantsStart(Lane lane);

    /** The lane must know what the target's tail holds; answered by {@link Lane#scanned} or {@link Lane#scanFailed}. */
    void wantsScan(Lane lane, Tail tail);

    /** The lane's fetch position is not in the source's log; answered by {@link Lane#sourceBounds}. */
    void wantsSourceBounds(Lane lane, int ticket);

    /** The lane must know where the target leader's log ends; answered by {@link Certainty#endsAt} with the same ticket. */
    void wantsWrittenEnd(Lane lane, int ticket);

    /** The leader of the lane's partition is not the one that was known. */
    void reroute(Lane lane, Side side);

    /** The lane wants {@link Lane#tick} to be called at this time, in milliseconds. */
    void wakeAt(Lane lane, long timeMs);

    /** A record to store durably; {@link Lane#recorded} is called when it is. */
    void store(PositionRecord record);

    /** A number that no other owner of the lane has. */
    long owner();

    /** Another owner has won; the positions have to be read again. */
    void fenced(Lane lane, String message);

    /** Something that a person should know. */
    void warn(Lane lane, String message);
}
