package io.twinspan.testkit.guarantee;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link ClusterComparison} found.
 *
 * <p>Immutable.
 *
 * @param sourceTopic the topic compared
 * @param targetTopic the topic it was compared with
 * @param sourceRecords committed records read from the source
 * @param targetRecords committed records read from the target
 * @param matched records found equal, each in its place
 * @param missingAtEnd of the lost ones, those at the very end of their partitions: perhaps only not copied yet
 * @param counts how often each kind of difference was found; kinds that were not are absent
 * @param first the first difference of each kind found, for people
 * @param taken how long the comparison took
 */
public record ComparisonReport(
        String sourceTopic,
        String targetTopic,
        long sourceRecords,
        long targetRecords,
        long matched,
        long missingAtEnd,
        Map<DifferenceKind, Long> counts,
        Map<DifferenceKind, String> first,
        Duration taken) {

    /** Makes its own copies. */
    public ComparisonReport {
        counts = counts.isEmpty() ? Map.of() : new EnumMap<>(counts);
        first = first.isEmpty() ? Map.of() : new EnumMap<>(first);
    }

    /** How many differences of a kind there are. */
    public long count(DifferenceKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** The first difference of a kind as {@code topic-partition@offset: ...}, or the empty string. */
    public String first(DifferenceKind kind) {
        return first.getOrDefault(kind, "");
    }

    /** Whether both topics hold the same records in the same order. */
    public boolean isEqual() {
        return counts.isEmpty();
    }

    /** The guarantees that do not hold. */
    public List<Guarantee> broken() {
        return Arrays.stream(Guarantee.values())
                .filter(guarantee -> !guarantee.holds(this))
                .toList();
    }

    /** Fails, with everything found, unless each of these guarantees holds (all of them, if none is named). */
    public ComparisonReport verify(Guarantee... guarantees) {
        List<Guarantee> wanted = List.of(guarantees.length == 0 ? Guarantee.values() : guarantees);
        String broken = wanted.stream()
                .filter(guarantee -> !guarantee.holds(this))
                .map(Guarantee::title)
                .collect(Collectors.joining(", "));
        if (!broken.isEmpty()) {
            throw new AssertionError("broken: " + broken + "\n" + this);
        }
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(sourceTopic).append(" and ").append(targetTopic).append(": ");
        text.append(matched).append(" records equal, of ").append(sourceRecords).append(" in the source and ");
        text.append(targetRecords)
                .append(" in the target, compared in ")
                .append(taken.toMillis())
                .append(" ms");
        for (Map.Entry<DifferenceKind, Long> entry : counts.entrySet()) {
            text.append("\n  ")
                    .append(entry.getValue())
                    .append(' ')
                    .append(entry.getKey().word());
            if (entry.getKey() == DifferenceKind.LOST && missingAtEnd > 0) {
                text.append(" (").append(missingAtEnd).append(" of them at the end: perhaps not copied yet)");
            }
            text.append(", first ").append(first(entry.getKey()));
        }
        return text.toString();
    }
}
