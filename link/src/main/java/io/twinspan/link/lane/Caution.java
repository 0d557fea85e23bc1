package io.twinspan.link.lane;

/**
 * How far a lane may rely on what it last heard of its target: decides when an append goes alone, when the tail is read again
 * first, how long to wait for it, and when an append is read back (invariants B and F of {@link Lane}). Confined to the link thread.
 */
final class Caution {
    /** A leader may forget a producer; the shortest time is configurable, so after a short silence the next append goes alone. */
    static final long QUIET_MS = 500;

    /** After a longer silence another owner may have written; the tail is read again before the next append. */
    static final long STALE_MS = 60_000;

    /** A broker executes what it has received from a connection that is no more within this time, unless it stands still for longer. */
    static final long LATE_MS = 5_000;

    private boolean alone;
    private boolean unheard = true;
    private long lastHeardMs;
    private long settledMs;
    private boolean settles;

    /** What is in the target is not known, and what was sent last, by this owner or the one before it, may still arrive there. */
    void lostTrack(long nowMs) {
        unheard = true;
        settledMs = nowMs + LATE_MS;
    }

    /** Whether the last append was acknowledged, with nothing uncertain since. */
    boolean isHeard() {
        return !unheard;
    }

    /** When everything that was sent, by this owner or the one before it, has been executed or never will be. */
    long arrivedMs() {
        return settledMs;
    }

    /** The tail is about to be read. */
    void scans() {
        alone = true;
    }

    /** The tail was read. */
    void scanned(long nowMs) {
        lastHeardMs = nowMs;
        settles = false;
    }

    /**
     * Whether the tail must be read again, once everything has arrived, before the next append: what may still arrive holds records
     * that the source has lost, and would go in behind those that come after them.
     */
    boolean mustSettle(boolean crossedHole, long nowMs) {
        settles = unheard && crossedHole && nowMs < settledMs;
        return settles;
    }

    /** When the tail may be read that is to be read at {@code timeMs}. */
    long notBefore(long timeMs) {
        return settles ? Math.max(timeMs, settledMs) : timeMs;
    }

    /** The next append is the only one in flight; whether the tail must be read before it. */
    boolean mustLook(boolean crossedHole, long nowMs) {
        if (nowMs - lastHeardMs > STALE_MS || mustSettle(crossedHole, nowMs)) {
            return true;
        }
        alone |= nowMs - lastHeardMs > QUIET_MS;
        return false;
    }

    /** How many appends may be in flight, of at most {@code window}. */
    int limit(int window) {
        return alone ? 1 : window;
    }

    /** Whether the append that was just acknowledged must be read back; asked once for it. */
    boolean readsBack(boolean crossedHole) {
        boolean doubtful = unheard && crossedHole;
        unheard = false;
        return doubtful;
    }

    /** An append of ours is in the target for certain. */
    void acknowledged(long nowMs) {
        lastHeardMs = nowMs;
        alone = false;
    }
}
