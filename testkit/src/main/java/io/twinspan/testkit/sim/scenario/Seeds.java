package io.twinspan.testkit.sim.scenario;

import java.util.Random;
import java.util.stream.LongStream;

/** Which seeds a test runs: some, or with {@code -Dseed=...} that one alone, to replay a failure. Thread-safe: pure functions. */
public final class Seeds {
    private Seeds() {}

    /** The seeds from 0 up to {@code count}, the same in every run. */
    public static long[] first(int count) {
        Long chosen = Long.getLong("seed");
        return chosen != null ? new long[] {chosen} : LongStream.range(0, count).toArray();
    }

    /** Seeds that no run had before. */
    public static long[] fresh(int count) {
        Long chosen = Long.getLong("seed");
        return chosen != null ? new long[] {chosen} : new Random().longs(count).toArray();
    }
}
