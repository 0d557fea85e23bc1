package io.twinspan.control.inventory;

import io.twinspan.model.position.Sight;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What may be missing on the target if the source is gone, told without asking it: at most so much. Immutable.
 *
 * <p>Implementation note. Two parts for each partition:
 *
 * <pre>
 *             position        end               until
 *   ──────────────┼────────────┼──────────────────┼───►  the source's log
 *     copied        known part      blind part
 * </pre>
 *
 * <p>The known part lies between the position and the end that the source told last. The blind part is what the source may have taken
 * since, with nobody hearing of it: as much as in its fastest second of the last half minute, all the time. The time counts from half a
 * second before the last word, since an answer is on its way for a while, and a source that has nothing new answers twice a second. It
 * ends
 *
 * <ul>
 *   <li>when whoever copied lost the source. If the same one heard later of another partition, then at that: the source was still there,
 *       and only this partition could not be read;
 *   <li>if nobody noted that, when the source ended, as who asks for the estimate says.
 * </ul>
 *
 * <p>Of a partition that nobody has copied for long while others were, nothing is said: most likely its topic was deleted.
 *
 * <p>So the estimate is never too low, unless a partition took records faster than ever in that half minute, or a source that was lost
 * goes on elsewhere, cut off.
 *
 * @param partitions by topic and number
 */
public record LossEstimate(List<PartitionLoss> partitions) {
    /** How old a word of the source may be when it arrives. */
    private static final long ON_ITS_WAY_MS = 500;

    /** How long a link may go on without the owner of a partition until that counts as given up; a restart takes less. */
    private static final long GIVEN_UP_MS = 60_000;

    private static final Comparator<PartitionLoss> IN_ORDER =
            Comparator.comparing(PartitionLoss::topic).thenComparingInt(PartitionLoss::partition);

    public LossEstimate {
        partitions = partitions.stream().sorted(IN_ORDER).toList();
    }

    /**
     * The estimate for these partitions.
     *
     * @param endMs when the source ended, in milliseconds since the epoch, for partitions of which nobody noted it; the present if it has
     *     not, or nobody can say
     */
    public static LossEstimate of(Collection<LastKnown> partitions, long endMs) {
        long lifeMs = partitions.stream().mapToLong(LastKnown::ownerMs).max().orElse(-1);
        var words = new HashMap<Long, Long>();
        for (LastKnown known : partitions) {
            Sight sight = known.sight();
            if (sight != null) {
                words.merge(sight.owner(), known.heardMs(), Math::max);
            }
        }
        return new LossEstimate(partitions.stream()
                .map(known -> isGivenUp(known, lifeMs) ? loss(known, -1, -1, -1) : loss(known, words, endMs))
                .toList());
    }

    private static boolean isGivenUp(LastKnown known, long lifeMs) {
        return known.ownerMs() < lifeMs - GIVEN_UP_MS;
    }

    private static PartitionLoss loss(LastKnown known, Map<Long, Long> words, long endMs) {
        Sight sight = known.sight();
        if (sight == null) {
            return loss(known, -1, -1, -1);
        }
        long heardMs = known.heardMs();
        long lastWordMs = words.getOrDefault(sight.owner(), heardMs);
        long untilMs = Math.max(heardMs, sight.lostMs() >= 0 ? Math.max(sight.lostMs(), lastWordMs) : endMs);
        // As real numbers, since what is stored may be anything; they end at the largest long.
        double blindMs = (double) (untilMs - heardMs) + ON_ITS_WAY_MS;
        long blind = (long) Math.ceil(sight.recordsPerSecond() * blindMs / 1_000);
        long records = sum(Math.max(0, sight.end() - known.position()), blind);
        if (records == 0) {
            return loss(known, 0, 0, 0);
        }
        long bytes = sight.recordBytes() == 0 ? -1 : (long) ((double) records * sight.recordBytes());
        return loss(known, records, bytes, known.coveredMs() < 0 ? -1 : Math.max(0, untilMs - known.coveredMs()));
    }

    private static PartitionLoss loss(LastKnown known, long records, long bytes, long ms) {
        return new PartitionLoss(
                known.partition().topic(),
                known.partition().partition(),
                known.position(),
                records,
                bytes,
                ms,
                known.heardMs());
    }

    /** The partitions of which nothing can be said; the numbers leave them out. */
    public List<PartitionLoss> unknown() {
        return partitions.stream().filter(partition -> !partition.isKnown()).toList();
    }

    /** How many records may be missing, at most. */
    public long records() {
        return known(PartitionLoss::records).stream().reduce(0L, LossEstimate::sum);
    }

    /** How large they are together; -1 if that is not known. */
    public long bytes() {
        List<Long> bytes = known(PartitionLoss::bytes);
        return bytes.contains(-1L) ? -1 : bytes.stream().reduce(0L, LossEstimate::sum);
    }

    /** How long before its end the source may have taken the oldest of them; 0 if none is missing, -1 if that is not known. */
    public long ms() {
        List<Long> ms = known(PartitionLoss::ms);
        return ms.contains(-1L) ? -1 : ms.stream().reduce(0L, Math::max);
    }

    private List<Long> known(ToLongFunction<PartitionLoss> what) {
        return partitions.stream()
                .filter(PartitionLoss::isKnown)
                .map(what::applyAsLong)
                .toList();
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
