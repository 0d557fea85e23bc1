package io.twinspan.app.demo;

import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.guarantee.ComparisonReport;
import io.twinspan.testkit.guarantee.DifferenceKind;
import java.util.Locale;
import java.util.function.Consumer;

/** Compares the two clusters and says what it found. Confined to the calling thread. */
final class DemoVerdict {
    private static final double MEGA = 1e6;

    private final DemoClusters clusters;
    private final Consumer<String> say;

    DemoVerdict(DemoClusters clusters, Consumer<String> say) {
        this.clusters = clusters;
        this.say = say;
    }

    /** Whether every topic is the same in both. */
    boolean compare(long bytes) {
        boolean equal = true;
        say.accept("");
        say.accept(String.format(
                "%-10s %10s %10s %8s %8s %10s %8s %8s",
                "TOPIC", "IN DC1", "IN DC2", "LOST", "DOUBLED", "REORDERED", "ALTERED", "OTHER"));
        for (DemoTopic topic : DemoTopic.values()) {
            ComparisonReport report = ClusterComparison.compare(
                    clusters.dc1().clientProperties(),
                    topic.topic(),
                    clusters.dc2().clientProperties(),
                    topic.replica());
            say.accept(String.format(
                    Locale.ROOT,
                    "%-10s %,10d %,10d %,8d %,8d %,10d %,8d %,8d",
                    topic.topic(),
                    report.sourceRecords(),
                    report.targetRecords(),
                    report.count(DifferenceKind.LOST),
                    report.count(DifferenceKind.DOUBLED),
                    report.count(DifferenceKind.REORDERED),
                    report.count(DifferenceKind.ALTERED),
                    report.count(DifferenceKind.MISPLACED) + report.count(DifferenceKind.FOREIGN)));
            if (!report.isEqual()) {
                equal = false;
                say.accept("  " + report);
            }
        }
        say.accept("");
        say.accept(String.format(Locale.ROOT, "%.1f MB in dc2, as compressed as they were produced.", bytes / MEGA));
        say.accept(
                equal
                        ? "Every record is equal: key, value, headers, timestamp, partition and order."
                        : "The clusters differ.");
        return equal;
    }
}
