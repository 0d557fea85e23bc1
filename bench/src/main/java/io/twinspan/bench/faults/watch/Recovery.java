package io.twinspan.bench.faults.watch;

import java.util.List;
import java.util.OptionalLong;

/**
 * What samples tell about a disturbance. Immutable.
 *
 * <p>A copy <em>stands still</em> if it lacks records and none comes for more than a second; the load, if it writes none to a partition
 * for two and a half. A partition is at <em>full speed</em> if, for three seconds on end, neither stands still, it lacks no more than
 * before the disturbance, and both sides of it move at least half as fast as before (a load that writes transactions is uneven). All
 * is at full speed when every partition is.
 *
 * @param firstMs until every partition that stood still before full speed had a record again, or empty if one still stands
 * @param sourceMs of that, until the load itself could write to every partition again: the source cluster's own time
 * @param fullMs until full speed, or empty if it was not reached
 * @param againMs the longest standstill of a copy after that, such as when what was killed comes back and takes its share
 * @param lagBefore the most records that all copies lacked before
 * @param mostBehind the most records that all copies lacked afterwards
 */
public record Recovery(
        OptionalLong firstMs,
        OptionalLong sourceMs,
        OptionalLong fullMs,
        long againMs,
        long lagBefore,
        long mostBehind) {
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
        long first = countMs;
        long source = countMs;
        long full = countMs;
        long again = 0;
        for (int p = 0; p < after.get(0).source().size(); p++) {
            List<Standstill> load = Standstill.ofLoad(after, p);
            List<Standstill> either = Standstill.ofEither(after, p);
            long own = fullSpeed(before, after, p, countMs);
            full = Math.max(full, own);
            source = Math.max(source, lastEnd(load, own));
            first = Math.max(first, lastEnd(either, own));
            again = Math.max(
                    again,
                    Standstill.ofCopy(after, p).stream()
                            .filter(still -> still.fromMs() >= own && still.toMs() != Standstill.STILL)
                            .mapToLong(Standstill::lengthMs)
                            .max()
                            .orElse(0));
        }
        return new Recovery(
                time(first, countMs),
                time(source, countMs),
                time(full, countMs),
                again,
                before.stream().mapToLong(Sample::lag).max().orElse(0),
                after.stream().mapToLong(Sample::lag).max().orElse(0));
    }

    /** Whether samples so far show that all is as before, so that nobody has to wait any longer. */
    public boolean isOver() {
        return fullMs.isPresent();
    }

    private static OptionalLong time(long atMs, long countMs) {
        return atMs == Standstill.STILL ? OptionalLong.empty() : OptionalLong.of(atMs - countMs);
    }

    /** When the last of those ended that began before a moment. */
    private static long lastEnd(List<Standstill> standstills, long beforeMs) {
        return standstills.stream()
                .filter(still -> still.fromMs() < beforeMs)
                .mapToLong(Standstill::toMs)
                .max()
                .orElse(0);
    }

    /** The first moment of full speed, or {@link Standstill#STILL}. */
    private static long fullSpeed(List<Sample> before, List<Sample> after, int p, long countMs) {
        Sample first = before.get(0);
        Sample last = before.get(before.size() - 1);
        double perMs =
                (double) (last.source().get(p) - first.source().get(p)) / Math.max(1, last.atMs() - first.atMs());
        long level = Math.max(
                before.stream().mapToLong(sample -> sample.lag(p)).max().orElse(0),
                (long) Math.ceil(perMs * 1_000 * NOISE_SECONDS));
        List<Standstill> standstills = Standstill.ofEither(after, p);
        for (int i = 0; i < after.size(); i++) {
            long from = after.get(i).atMs();
            boolean still =
                    standstills.stream().anyMatch(any -> any.fromMs() < from + SUSTAINED_MS && any.toMs() > from);
            if (from < countMs || still) {
                continue;
            }
            int end = i;
            while (end < after.size()
                    && after.get(end).lag(p) <= level
                    && after.get(end).atMs() - from < SUSTAINED_MS) {
                end++;
            }
            if (end < after.size() && after.get(end).lag(p) <= level && fast(after.get(i), after.get(end), p, perMs)) {
                return from;
            }
        }
        return Standstill.STILL;
    }

    private static boolean fast(Sample from, Sample to, int p, double perMs) {
        double wanted = perMs * AS_FAST * (to.atMs() - from.atMs());
        return to.source().get(p) - from.source().get(p) >= wanted
                && to.target().get(p) - from.target().get(p) >= wanted;
    }
}
