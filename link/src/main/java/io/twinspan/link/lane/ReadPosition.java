package io.twinspan.link.lane;

/**
 * Where a lane reads next, and whether a read is under way. Every read has a ticket; answers to older tickets, and to any from
 * before a reset, count for nothing. Confined to the link thread.
 */
final class ReadPosition {
    private final Backoff backoff;
    private long offset;
    private int lastEpoch = -1;
    private long end = -1;
    private int ticket;
    private boolean underWay;
    private long pausedUntilMs = -1;

    ReadPosition(long seed) {
        backoff = new Backoff(50, Backoff.LONGEST_MS, seed);
    }

    long offset() {
        return offset;
    }

    int lastEpoch() {
        return lastEpoch;
    }

    /** The source's readable end as last heard, -1 if unknown. */
    long end() {
        return end;
    }

    boolean isCaughtUp() {
        return offset >= end;
    }

    void reset(long newOffset, int epoch) {
        offset = newOffset;
        lastEpoch = epoch;
        ticket++;
        underWay = false;
        pausedUntilMs = -1;
    }

    void advance(long newOffset, int epoch, long newEnd) {
        if (newOffset > offset) {
            offset = newOffset;
            lastEpoch = epoch;
        }
        end = newEnd;
    }

    int sent() {
        underWay = true;
        return ++ticket;
    }

    /** Takes the outcome of a read; whether it still counts. */
    boolean landed(int itsTicket) {
        if (itsTicket != ticket || !underWay) {
            return false;
        }
        underWay = false;
        return true;
    }

    boolean isReady() {
        return !underWay && pausedUntilMs < 0;
    }

    /** Waits before the next read, longer after each failure in a row; returns until when. */
    long pause(long nowMs) {
        pausedUntilMs = nowMs + Math.max(10, backoff.nextMs());
        return pausedUntilMs;
    }

    void resumeIfDue(long nowMs) {
        if (pausedUntilMs >= 0 && nowMs >= pausedUntilMs) {
            pausedUntilMs = -1;
        }
    }

    void succeeded() {
        backoff.succeeded();
    }
}
