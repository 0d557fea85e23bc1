package io.twinspan.testkit.fault;

/**
 * The rate limit of one direction of a proxy, shared by all its connections, and its byte count.
 *
 * <p>Confined to the proxy's thread.
 */
final class Pace {

    /** Bytes go in slices of a twentieth of a second, so that a limit is smooth but not made of single bytes. */
    private static final int SLICES_PER_SECOND = 20;

    private final boolean towardsBroker;
    private long nextNanos = Long.MIN_VALUE;

    Pace(boolean towardsBroker) {
        this.towardsBroker = towardsBroker;
    }

    long allowedBytes(long now, Faults faults, int wanted, FaultCounters.Tally tally) {
        if (faults.bytesPerSecond == 0) {
            return wanted;
        }
        if (nextNanos != Long.MIN_VALUE && nextNanos - now > 0) {
            return 0;
        }
        long slice = Math.max(1, faults.bytesPerSecond / SLICES_PER_SECOND);
        if (wanted > slice) {
            tally.throttledBytes += wanted - slice;
        }
        return Math.min(wanted, slice);
    }

    /** When the next slice may go. */
    long nextNanos() {
        return nextNanos;
    }

    void spend(long now, int bytes, Faults faults) {
        if (faults.bytesPerSecond > 0) {
            nextNanos = now + (long) (bytes * 1e9 / faults.bytesPerSecond);
        } else {
            nextNanos = Long.MIN_VALUE;
        }
    }

    void count(int bytes, FaultCounters.Tally tally) {
        if (towardsBroker) {
            tally.bytesToBroker += bytes;
        } else {
            tally.bytesToClient += bytes;
        }
    }
}
