package io.twinspan.testkit.sim.load;

/**
 * What a simulated producer writes. Immutable.
 *
 * @param records how many records in all, about
 * @param maxGapMs the longest time between two batches
 * @param transactions whether some of it is transactional, with commits and aborts
 * @param logAppendTime whether the source stamps records with its own time
 * @param keyed whether every record has a key, as a compacted topic demands
 */
public record LoadProfile(int records, long maxGapMs, boolean transactions, boolean logAppendTime, boolean keyed) {

    /** Plain batches only. */
    public static LoadProfile plain(int records) {
        return new LoadProfile(records, 100, false, false, false);
    }

    /** Plain and transactional batches. */
    public static LoadProfile transactional(int records) {
        return new LoadProfile(records, 100, true, false, false);
    }

    /** What a compacted topic gets. */
    public static LoadProfile compacted(int records) {
        return new LoadProfile(records, 100, false, false, true);
    }

    /** What a topic with log-append time gets. */
    public static LoadProfile logAppendTime(int records) {
        return new LoadProfile(records, 100, false, true, false);
    }
}
