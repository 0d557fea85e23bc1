package io.twinspan.link.lane;

import io.twinspan.model.position.Tip;

/** Says when a lane's position is to be stored again. Confined to the link thread. */
final class TipClock {
    private static final long NEVER = Long.MAX_VALUE;

    /** Recovery reads again, and holds a mark of every record, of what was appended after the tip: this bounds it at high speed. */
    private static final long MANY_RECORDS = 50_000;

    private static final long MANY_BYTES = 32 << 20;

    private final long intervalMs;
    private long storedSource = -1;
    private long storedTarget = -1;
    private long storedMs;
    private long storedRecords;
    private long storedBytes;
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

    /** Whether so much was appended since the last tip that the next must not wait. */
    boolean isFarBehind(LaneCounters counters) {
        return counters.records() - storedRecords >= MANY_RECORDS || counters.bytes() - storedBytes >= MANY_BYTES;
    }

    boolean isDue(long nowMs) {
        return nowMs >= dueMs;
    }

    long dueMs() {
        return dueMs;
    }

    /** What was due needs not be handed out. */
    void dropped() {
        dueMs = NEVER;
    }

    /** The position is handed out. */
    void taken(Tip tip, LaneCounters counters, long nowMs) {
        storedRecords = counters.records();
        storedBytes = counters.bytes();
        storedSource = tip.source();
        storedTarget = tip.target();
        storedMs = nowMs;
        dueMs = NEVER;
    }
}
