package io.twinspan.link.lane;

import io.twinspan.model.position.LaneState;
import io.twinspan.model.wire.PositionRecord;

/**
 * Whether a lane gets on, and if not, why: told once to the log and to the positions topic, and again when it is over. Confined to
 * the link thread.
 */
final class Standing {
    private final Lane lane;
    private final LaneHost host;
    private String trouble = "";
    private boolean reading;

    Standing(Lane lane, LaneHost host) {
        this.lane = lane;
        this.host = host;
    }

    /** Why the lane does not get on, for people; empty if it does. */
    String trouble() {
        return trouble;
    }

    /**
     * Something that lasts until somebody changes something; the lane keeps trying.
     *
     * @param whileReading whether it is over when a read succeeds, rather than when an append does
     */
    void troubled(String message, boolean whileReading, long nowMs) {
        reading = whileReading;
        if (!message.equals(trouble)) {
            failed(message, nowMs);
        }
    }

    /** The lane has stopped for good. */
    void failed(String message, long nowMs) {
        trouble = message;
        host.warn(lane, message);
        store(LaneState.Kind.FAILED, nowMs);
    }

    /** A read succeeded. */
    void read(long nowMs) {
        if (reading) {
            recovered(nowMs);
        }
    }

    /** An append succeeded. */
    void appended(long nowMs) {
        if (!reading) {
            recovered(nowMs);
        }
    }

    private void recovered(long nowMs) {
        if (!trouble.isEmpty()) {
            trouble = "";
            reading = false;
            store(LaneState.Kind.COPYING, nowMs);
        }
    }

    private void store(LaneState.Kind kind, long nowMs) {
        host.store(new PositionRecord.LaneStateRecord(new LaneState(lane.id(), kind, trouble, nowMs)));
    }
}
