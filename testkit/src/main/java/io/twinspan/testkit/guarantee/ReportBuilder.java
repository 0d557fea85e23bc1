package io.twinspan.testkit.guarantee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the differences of all partitions into a {@link ComparisonReport}.
 *
 * <p>Confined to one thread.
 */
final class ReportBuilder {

    private final String sourceTopic;
    private final String targetTopic;
    private final Map<DifferenceKind, Long> counts = new EnumMap<>(DifferenceKind.class);
    private final Map<DifferenceKind, String> first = new EnumMap<>(DifferenceKind.class);
    private final Map<Integer, List<Difference>> found = new HashMap<>();
    private long sourceRecords;
    private long targetRecords;
    private long matched;
    private long missingAtEnd;

    ReportBuilder(String sourceTopic, String targetTopic) {
        this.sourceTopic = sourceTopic;
        this.targetTopic = targetTopic;
    }

    void add(int partition, PartitionComparison comparison, Set<Long> inSource) {
        sourceRecords += comparison.sourceCount();
        targetRecords += comparison.targetCount();
        matched += comparison.matched();
        Leftovers leftovers = comparison.leftovers();
        missingAtEnd += leftovers.missingAtEnd(comparison.matched());
        count(
                DifferenceKind.LOST,
                leftovers.uncheckedSource(),
                sourceTopic + "-" + partition + ": more differences than are looked at one by one");
        count(
                DifferenceKind.FOREIGN,
                leftovers.uncheckedTarget(),
                targetTopic + "-" + partition + ": more differences than are looked at one by one");
        found.put(partition, new ArrayList<>(leftovers.classify(inSource)));
    }

    ComparisonReport build(Duration taken) {
        pairMisplaced();
        found.forEach((partition, differences) ->
                differences.forEach(difference -> count(difference.kind(), 1, describe(partition, difference))));
        return new ComparisonReport(
                sourceTopic, targetTopic, sourceRecords, targetRecords, matched, missingAtEnd, counts, first, taken);
    }

    /** A record lost in one partition and foreign in another is one record in the wrong partition. */
    private void pairMisplaced() {
        Map<Long, Integer> foreign = new HashMap<>();
        found.forEach((partition, differences) -> differences.stream()
                .filter(difference -> difference.kind() == DifferenceKind.FOREIGN)
                .forEach(difference -> foreign.put(difference.target().digest(), partition)));
        Set<Long> misplaced = new HashSet<>();
        found.forEach((partition, differences) -> differences.replaceAll(difference -> {
            Integer elsewhere = foreign.get(difference.source().digest());
            if (difference.kind() != DifferenceKind.LOST || elsewhere == null) {
                return difference;
            }
            misplaced.add(difference.source().digest());
            return new Difference(
                    DifferenceKind.MISPLACED,
                    difference.source(),
                    Difference.NONE,
                    "it is in " + targetTopic + "-" + elsewhere);
        }));
        found.values()
                .forEach(differences -> differences.removeIf(difference -> difference.kind() == DifferenceKind.FOREIGN
                        && misplaced.contains(difference.target().digest())));
    }

    private void count(DifferenceKind kind, long times, String description) {
        if (times > 0) {
            counts.merge(kind, times, Long::sum);
            first.putIfAbsent(kind, description);
        }
    }

    private String describe(int partition, Difference difference) {
        String source =
                sourceTopic + "-" + partition + "@" + difference.source().offset();
        String target =
                targetTopic + "-" + partition + "@" + difference.target().offset();
        return switch (difference.kind()) {
            case LOST -> source + ": not in " + targetTopic + "-" + partition;
            case DOUBLED -> target + ": there already";
            case REORDERED -> source + ": not in its place, but at " + target;
            case ALTERED -> source + ": differs from " + target + " in " + difference.remark();
            case MISPLACED -> source + ": " + difference.remark();
            case FOREIGN -> target + ": not in " + sourceTopic + "-" + partition;
        };
    }
}
