package io.twinspan.link.lane;

/**
 * Growing pauses between attempts: none before the first retry, then doubling up to a bound, with jitter drawn from a fixed
 * stream, so that a simulation repeats exactly. Confined to the link thread.
 */
public final class Backoff {
    /** A lane waits no longer: a leader that died is replaced after nine seconds by default, and nobody calls when it is. */
    static final long LONGEST_MS = 1_000;

    private final long firstMs;
    private final long maxMs;
    private long seed;
    private int failures;

    /** @param seed any number that differs between those that should not retry in step */
    public Backoff(long firstMs, long maxMs, long seed) {
        this.firstMs = firstMs;
        this.maxMs = maxMs;
        this.seed = seed;
    }

    /** The pause before the next attempt, counting one more failure. */
    public long nextMs() {
        failures++;
        if (failures == 1) {
            return 0;
        }
        long pause = Math.min(maxMs, firstMs << Math.min(20, failures - 2));
        seed = seed * 6364136223846793005L + 1442695040888963407L;
        long jitter = Math.floorMod(seed >>> 33, pause / 4 + 1);
        return pause - jitter;
    }

    /** How many failures there were since the last success. */
    public int failures() {
        return failures;
    }

    /** Forgets the failures. */
    public void succeeded() {
        failures = 0;
    }
}
