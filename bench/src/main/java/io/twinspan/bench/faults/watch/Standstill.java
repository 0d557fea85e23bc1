package io.twinspan.bench.faults.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A time in which one partition did not move. Immutable.
 *
 * @param toMs {@link #STILL} if it had not moved when it was last looked at
 */
record Standstill(long fromMs, long toMs) {
    static final long STILL = Long.MAX_VALUE;

    /** For so long a copy that lacks records gets none. */
    private static final long COPY_MS = 1_000;

    /** For so long nothing is written to a partition; transactions of which some abort leave it without a record for a while. */
    private static final long LOAD_MS = 2_500;

    /** Of the copy, while it lacked records: one that lacks nothing waits for the load, which may be amid a transaction. */
    static List<Standstill> ofCopy(List<Sample> samples, int partition) {
        return of(samples, sample -> sample.target().get(partition), sample -> sample.lag(partition), COPY_MS);
    }

    /** Of the load. */
    static List<Standstill> ofLoad(List<Sample> samples, int partition) {
        return of(samples, sample -> sample.source().get(partition), sample -> 1, LOAD_MS);
    }

    /** Of either, in the order of their ends. */
    static List<Standstill> ofEither(List<Sample> samples, int partition) {
        List<Standstill> all = new ArrayList<>(ofCopy(samples, partition));
        all.addAll(ofLoad(samples, partition));
        all.sort(Comparator.comparingLong(Standstill::toMs));
        return all;
    }

    private static List<Standstill> of(
            List<Sample> samples, ToLongFunction<Sample> count, ToLongFunction<Sample> lacking, long limitMs) {
        List<Standstill> found = new ArrayList<>();
        Sample before = samples.get(0);
        long movedAt = before.atMs();
        for (Sample sample : samples) {
            boolean moved = count.applyAsLong(sample) != count.applyAsLong(before);
            if (moved && sample.atMs() - movedAt > limitMs) {
                found.add(new Standstill(movedAt, sample.atMs()));
            }
            if (moved || lacking.applyAsLong(sample) == 0) {
                movedAt = sample.atMs();
            }
            before = sample;
        }
        if (before.atMs() - movedAt > limitMs) {
            found.add(new Standstill(movedAt, STILL));
        }
        return found;
    }

    long lengthMs() {
        return toMs - fromMs;
    }
}
