package io.twinspan.link.lane;

import io.twinspan.model.position.Tip;

/** Says when a lane's position is to be stored again. Confined to the link thread. */
final class TipClock {
    private static final long NEVER = Long.MAX_VALUE;

    private final long intervalMs;
    private long storedSource = -1;
    private long storedTarget = -1;
    private long storedMs;
    private long dueMs = NEVER;

    TipClock(long intervalMs) {
        this.intervalMs = intervalMs;
    }

    boolean moved(long source, long target) {
        return source != storedSource || target != storedTarget;
    }

    /** Notes the position; whether this set a new time at which it is due. */
    boolean notes(long source, long target, long nowMs) {
        if (dueMs != NEVER || !moved(source, target)) {
            return false;
        }
        dueMs = Math.max(nowMs, storedMs + intervalMs);
        return true;
    }

    boolean isDue(long nowMs) {
        return nowMs >= dueMs;
    }

    long dueMs() {
        return dueMs;
    }

    /** The position is handed out. */
    void taken(Tip tip, long nowMs) {
        storedSource = tip.source();
        storedTarget = tip.target();
        storedMs = nowMs;
        dueMs = NEVER;
    }
}
