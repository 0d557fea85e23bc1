package io.twinspan.link.lane;

import io.twinspan.link.exchange.Side;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.wire.PositionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whether a lane gets on, and if not, why: told once to the log and to the positions topic, and again when it is over. Confined to
 * the link thread.
 */
final class Standing {
    private final Lane lane;
    private final LaneHost host;
    private @Nullable Trouble trouble;
    private Until until = Until.APPEND;
    private boolean isOldTroubleStored;

    /** What shows that a trouble is over. */
    enum Until {
        READ,
        SCAN,
        APPEND,
        NEVER;

        /** The first that shows that a side is to be had again. */
        static Until of(Side side) {
            return side == Side.SOURCE ? READ : SCAN;
        }
    }

    Standing(Lane lane, LaneHost host) {
        this.lane = lane;
        this.host = host;
        this.isOldTroubleStored = lane.spec().said() != null;
    }

    /** Why the lane does not get on, for people; empty if it does. */
    String trouble() {
        return trouble == null ? "" : trouble.message();
    }

    /** Why the lane does not get on; {@link Cause#NONE} if it does. */
    Cause cause() {
        return trouble == null ? Cause.NONE : trouble.cause();
    }

    /**
     * Something that lasts until somebody changes something; the lane keeps trying.
     *
     * @param success what shows that it is over
     */
    void troubled(Trouble now, Until success, long nowMs) {
        if (until == Until.NEVER) {
            return;
        }
        until = success;
        if (!now.equals(trouble)) {
            says(LaneState.Kind.RETRYING, now, nowMs);
        }
    }

    /** The lane has stopped for good. */
    void failed(Trouble now, long nowMs) {
        until = Until.NEVER;
        says(LaneState.Kind.FAILED, now, nowMs);
    }

    private void says(LaneState.Kind kind, Trouble now, long nowMs) {
        trouble = now;
        host.warn(lane, "[" + now.cause().text() + "] " + now.message());
        store(kind, nowMs);
    }

    /** A read succeeded. */
    void read(long nowMs) {
        if (isOldTroubleStored && trouble == null) {
            // What stopped it before it was started anew is over: a decision, or a cure.
            store(LaneState.Kind.COPYING, nowMs);
        } else if (until == Until.READ) {
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
        if (until != Until.READ && until != Until.NEVER) {
            recovered(nowMs);
        }
    }

    private void recovered(long nowMs) {
        if (trouble != null) {
            trouble = null;
            store(LaneState.Kind.COPYING, nowMs);
        }
    }

    private void store(LaneState.Kind kind, long nowMs) {
        if (lane.phase() != Phase.LOCATING) {
            isOldTroubleStored = false;
            host.store(new PositionRecord.LaneStateRecord(new LaneState(
                    lane.id(), kind, cause(), trouble == null ? null : trouble.range(), trouble(), nowMs)));
        }
    }
}
