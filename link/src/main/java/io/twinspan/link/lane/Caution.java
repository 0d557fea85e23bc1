package io.twinspan.link.lane;

/**
 * How far a lane may rely on what it last heard of its target: decides when an append goes alone, when the tail is read again
 * first, and when an append is read back (invariants B and F of {@link Lane}). Confined to the link thread.
 */
final class Caution {
    /** A leader may forget a producer; the shortest time is configurable, so after a short silence the next append goes alone. */
    static final long QUIET_MS = 500;

    /** After a longer silence another owner may have written; the tail is read again before the next append. */
    static final long STALE_MS = 60_000;

    private boolean alone;
    private boolean unheard = true;
    private long lastHeardMs;

    /** What is in the target is not known, and what was sent last may still arrive there. */
    void lostTrack() {
        unheard = true;
    }

    /** The tail is about to be read. */
    void scans() {
        alone = true;
    }

    /** The tail was read. */
    void scanned(long nowMs) {
        lastHeardMs = nowMs;
    }

    boolean isStale(long nowMs) {
        return nowMs - lastHeardMs > STALE_MS;
    }

    /** The next append is the only one in flight. */
    void beginsAnew(long nowMs) {
        alone |= nowMs - lastHeardMs > QUIET_MS;
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
