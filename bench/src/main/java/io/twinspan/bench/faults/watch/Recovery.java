package io.twinspan.bench.faults.watch;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What samples tell about a disturbance. Immutable.
 *
 * <p>A partition <em>stands still</em> if no record of it comes for more than a second. It is at <em>full speed</em> if, for three
 * seconds on end, it lacks no more than before the disturbance, and both sides of it move at least half as fast as before (a load that
 * writes transactions is uneven). All is at full speed when every partition is.
 *
 * @param firstMs until every partition that stood still had a record again, or empty if one still stands
 * @param sourceMs of that, until the load itself could write to every partition again: the source cluster's own time
 * @param fullMs until full speed, or empty if it was not reached
 * @param lagBefore the most records that all copies lacked before
 * @param mostBehind the most records that all copies lacked afterwards
 */
public record Recovery(
        OptionalLong firstMs, OptionalLong sourceMs, OptionalLong fullMs, long lagBefore, long mostBehind) {
    static final long STANDSTILL_MS = 1_000;
    static final long SUSTAINED_MS = 3_000;
    private static final double AS_FAST = 0.5;

    /** What a busy machine adds to the lag at times, in seconds of the load. */
    private static final double NOISE_SECONDS = 1.0;

    /**
     * Judges.
     *
     * @param samples in order, from some seconds before the disturbance on
     * @param hitMs when the disturbance began
     * @param countMs when the clock starts: then, or at its end
     */
    public static Recovery of(List<Sample> samples, long hitMs, long countMs) {
        List<Sample> before =
                samples.stream().filter(sample -> sample.atMs() <= hitMs).toList();
        List<Sample> after =
                samples.stream().filter(sample -> sample.atMs() >= hitMs).toList();
        if (before.size() < 2 || after.isEmpty()) {
            throw new IllegalArgumentException("too few samples: " + before.size() + " before, " + after.size());
        }
        return new Recovery(
                flowing(after, Sample::target, countMs),
                flowing(after, Sample::source, countMs),
                fullSpeed(before, after, countMs),
                before.stream().mapToLong(Sample::lag).max().orElse(0),
                after.stream().mapToLong(Sample::lag).max().orElse(0));
    }

    /** Whether samples so far show that all is as before, so that nobody has to wait any longer. */
    public boolean isOver() {
        return fullMs.isPresent() && firstMs.isPresent();
    }

    /** When the last standstill of any partition ended, counted from the given moment; 0 if it was before, or there was none. */
    private static OptionalLong flowing(List<Sample> after, Function<Sample, List<Long>> side, long countMs) {
        long last = countMs;
        int partitions = after.get(0).source().size();
        for (int p = 0; p < partitions; p++) {
            long value = side.apply(after.get(0)).get(p);
            long movedAt = after.get(0).atMs();
            for (Sample sample : after) {
                if (!side.apply(sample).get(p).equals(value)) {
                    if (sample.atMs() - movedAt > STANDSTILL_MS) {
                        last = Math.max(last, sample.atMs());
                    }
                    value = side.apply(sample).get(p);
                    movedAt = sample.atMs();
                }
            }
            if (after.get(after.size() - 1).atMs() - movedAt > STANDSTILL_MS) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(last - countMs);
    }

    private static OptionalLong fullSpeed(List<Sample> before, List<Sample> after, long countMs) {
        int partitions = after.get(0).source().size();
        long latest = countMs;
        for (int p = 0; p < partitions; p++) {
            OptionalLong at = fullSpeed(before, after, p, countMs);
            if (at.isEmpty()) {
                return at;
            }
            latest = Math.max(latest, at.getAsLong());
        }
        return OptionalLong.of(latest - countMs);
    }

    private static OptionalLong fullSpeed(List<Sample> before, List<Sample> after, int p, long countMs) {
        Sample first = before.get(0);
        Sample last = before.get(before.size() - 1);
        double perMs = (double) (last.source().get(p) - first.source().get(p)) / Math.max(1, last.atMs() - first.atMs());
        long level = Math.max(
                before.stream().mapToLong(sample -> sample.lag(p)).max().orElse(0),
                (long) Math.ceil(perMs * 1_000 * NOISE_SECONDS));
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).atMs() < countMs) {
                continue;
            }
            int end = i;
            while (end < after.size()
                    && after.get(end).lag(p) <= level
                    && after.get(end).atMs() - after.get(i).atMs() < SUSTAINED_MS) {
                end++;
            }
            if (end < after.size() && after.get(end).lag(p) <= level && fast(after.get(i), after.get(end), p, perMs)) {
                return OptionalLong.of(after.get(i).atMs());
            }
        }
        return OptionalLong.empty();
    }

    private static boolean fast(Sample from, Sample to, int p, double perMs) {
        double wanted = perMs * AS_FAST * (to.atMs() - from.atMs());
        return to.source().get(p) - from.source().get(p) >= wanted && to.target().get(p) - from.target().get(p) >= wanted;
    }
}
