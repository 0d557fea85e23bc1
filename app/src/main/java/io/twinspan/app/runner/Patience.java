package io.twinspan.app.runner;

import java.time.Duration;

/**
 * When to try again: at once, then after waits that double up to a minute; forgotten after a while without a failure.
 *
 * <p>Confined to one thread; time is an argument.
 */
final class Patience {
    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long FORGET_NANOS = Duration.ofMinutes(5).toNanos();

    private int attempts;
    private long nextNanos;

    /** Whether the wait is over; if so, this counts as an attempt and the next wait begins. */
    boolean tryNow(long nowNanos) {
        if (attempts > 0 && nowNanos - nextNanos > FORGET_NANOS) {
            attempts = 0;
        }
        if (attempts > 0 && nowNanos - nextNanos < 0) {
            return false;
        }
        long wait = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(attempts, 10));
        attempts++;
        nextNanos = nowNanos + wait;
        return true;
    }

    /** How often it has been tried in vain. */
    int attempts() {
        return attempts;
    }

    /** How long the wait that has just begun is. */
    Duration nextWait(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nextNanos - nowNanos));
    }
}
