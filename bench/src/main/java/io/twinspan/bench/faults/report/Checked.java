package io.twinspan.bench.faults.report;

import io.twinspan.testkit.guarantee.ComparisonReport;
import io.twinspan.testkit.guarantee.DifferenceKind;
import java.util.List;

/**
 * What the comparison of every record of both sides found. Immutable.
 *
 * @param records that were compared, of the source
 * @param lost not in the target
 * @param other altered, in another partition, or foreign
 * @param first the first difference of each kind, for people
 */
public record Checked(long records, long lost, long doubled, long reordered, long other, List<String> first) {
    /** Nothing was compared. */
    public static final Checked NOTHING = new Checked(0, 0, 0, 0, 0, List.of());

    public Checked {
        first = List.copyOf(first);
    }

    /** Of some topics together. */
    public static Checked of(List<ComparisonReport> reports) {
        return new Checked(
                reports.stream().mapToLong(ComparisonReport::sourceRecords).sum(),
                sum(reports, DifferenceKind.LOST),
                sum(reports, DifferenceKind.DOUBLED),
                sum(reports, DifferenceKind.REORDERED),
                sum(reports, DifferenceKind.ALTERED)
                        + sum(reports, DifferenceKind.MISPLACED)
                        + sum(reports, DifferenceKind.FOREIGN),
                reports.stream()
                        .flatMap(report -> report.first().entrySet().stream())
                        .map(first -> first.getKey().word() + ": " + first.getValue())
                        .toList());
    }

    private static long sum(List<ComparisonReport> reports, DifferenceKind kind) {
        return reports.stream().mapToLong(report -> report.count(kind)).sum();
    }
}
