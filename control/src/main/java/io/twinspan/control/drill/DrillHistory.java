package io.twinspan.control.drill;

import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.SealedReport.Heading;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.report.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** When a link was drilled last, as its reports say. Thread-safe: pure functions. */
public final class DrillHistory {
    private DrillHistory() {}

    /** When the last drill began, whatever came out; empty if there was none. */
    public static Optional<Instant> last(StoredReports reports) {
        return last(reports, any -> true);
    }

    /** When the last one began that showed that a failover would work; empty if there was none. */
    public static Optional<Instant> lastSuccess(StoredReports reports) {
        return last(reports, DrillHistory::succeeded);
    }

    private static Optional<Instant> last(StoredReports reports, Predicate<Heading> wanted) {
        return reports.reports().stream()
                .map(report -> report.heading())
                .filter(heading -> heading.kind().equals(ReportKind.DRILL.name()) && wanted.test(heading))
                .map(Heading::started)
                .max(Instant::compareTo);
    }

    private static boolean succeeded(Heading heading) {
        return heading.verdict().equals(Verdict.OK.name()) || heading.verdict().equals(Verdict.OK_WITH_REMARKS.name());
    }
}
