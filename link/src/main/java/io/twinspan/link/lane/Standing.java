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
    private Until until = Until.APPEND;

    /** What shows that a trouble is over. */
    enum Until {
        READ,
        SCAN,
        APPEND
    }

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
     * @param success what shows that it is over
     */
    void troubled(String message, Until success, long nowMs) {
        until = success;
        if (!message.equals(trouble)) {
            says(LaneState.Kind.RETRYING, message, nowMs);
        }
    }

    /** The lane has stopped for good. */
    void failed(String message, long nowMs) {
        says(LaneState.Kind.FAILED, message, nowMs);
    }

    private void says(LaneState.Kind kind, String message, long nowMs) {
        trouble = message;
        host.warn(lane, message);
        store(kind, nowMs);
    }

    /** A read succeeded. */
    void read(long nowMs) {
        if (until == Until.READ) {
            recovered(nowMs);
        }
    }

    /** The target's tail was read. */
    void scanned(long nowMs) {
        if (until == Until.SCAN) {
            recovered(nowMs);
        }
    }

    /** An append succeeded. */
    void appended(long nowMs) {
        if (until != Until.READ) {
            recovered(nowMs);
        }
    }

    private void recovered(long nowMs) {
        if (!trouble.isEmpty()) {
            trouble = "";
            store(LaneState.Kind.COPYING, nowMs);
        }
    }

    private void store(LaneState.Kind kind, long nowMs) {
        host.store(new PositionRecord.LaneStateRecord(new LaneState(lane.id(), kind, trouble, nowMs)));
    }
}
