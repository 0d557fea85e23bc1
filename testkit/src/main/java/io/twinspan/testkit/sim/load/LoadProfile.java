package io.twinspan.testkit.sim.load;

/**
 * What a simulated producer writes. Immutable.
 *
 * @param records how many records in all, about
 * @param maxGapMs the longest time between two batches
 * @param transactions whether some of it is transactional, with commits and aborts
 * @param logAppendTime whether the source stamps records with its own time
 * @param keyed whether every record has a key, as a compacted topic demands
 * @param origins how many other clusters some of it was first produced in, and came from by a link
 * @param largestBytes the size of the largest values
 */
public record LoadProfile(
        int records,
        long maxGapMs,
        boolean transactions,
        boolean logAppendTime,
        boolean keyed,
        int origins,
        int largestBytes) {
    private static final long GAP_MS = 100;
    private static final int LARGEST_BYTES = 20_000;

    /** Plain batches only. */
    public static LoadProfile plain(int records) {
        return new LoadProfile(records, GAP_MS, false, false, false, 0, LARGEST_BYTES);
    }

    /** Plain and transactional batches. */
    public static LoadProfile transactional(int records) {
        return new LoadProfile(records, GAP_MS, true, false, false, 0, LARGEST_BYTES);
    }

    /** What a compacted topic gets. */
    public static LoadProfile compacted(int records) {
        return new LoadProfile(records, GAP_MS, false, false, true, 0, LARGEST_BYTES);
    }

    /** What a topic with log-append time gets. */
    public static LoadProfile logAppendTime(int records) {
        return new LoadProfile(records, GAP_MS, false, true, false, 0, LARGEST_BYTES);
    }

    public LoadProfile withMaxGapMs(long ms) {
        return new LoadProfile(records, ms, transactions, logAppendTime, keyed, origins, largestBytes);
    }

    public LoadProfile withOrigins(int count) {
        return new LoadProfile(records, maxGapMs, transactions, logAppendTime, keyed, count, largestBytes);
    }

    public LoadProfile withLargestBytes(int bytes) {
        return new LoadProfile(records, maxGapMs, transactions, logAppendTime, keyed, origins, bytes);
    }
}
