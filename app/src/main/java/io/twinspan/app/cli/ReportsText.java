package io.twinspan.app.cli;

import io.twinspan.control.drill.DrillHistory;
import io.twinspan.control.report.Flaw;
import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.report.view.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The list of {@code reports} as text for people. Thread-safe: pure functions. */
final class ReportsText {
    private ReportsText() {}

    /**
     * @param file as it was given, for the commands to paste
     * @param now when this is asked for
     */
    static String of(List<LinkReports> links, String file, Instant now) {
        var text = new StringBuilder();
        List<ReportRow> rows = ReportRow.newestFirst(links);
        if (!rows.isEmpty()) {
            text.append(table(rows));
        }
        for (LinkReports link : links) {
            StoredReports stored = link.stored();
            if (stored != null) {
                notes(link.link(), stored, file, text);
                drills(link.link(), stored, now, text);
            }
        }
        return text.toString().strip();
    }

    private static TextTable table(List<ReportRow> rows) {
        var table = new TextTable();
        table.row("LINK", "NO", "ID", "WHEN", "KIND", "VERDICT", "RPO", "RTO", "GROUPS EXACT");
        for (ReportRow row : rows) {
            table.row(
                    row.link(),
                    Long.toString(row.number()),
                    row.id(),
                    Words.time(row.started()),
                    row.kind(),
                    row.verdict(),
                    row.rpo(),
                    row.rto(),
                    row.groups());
        }
        return table;
    }

    private static void notes(String link, StoredReports stored, String file, StringBuilder text) {
        if (stored.reports().isEmpty()) {
            text.append('\n')
                    .append(link)
                    .append(": no report yet (")
                    .append(stored.topic())
                    .append(" is empty or missing)");
        }
        if (stored.flaws().stream().anyMatch(Flaw::breaks)) {
            text.append("\nsomething is wrong with the reports of ")
                    .append(link)
                    .append(": 'twinspan reports ")
                    .append(file)
                    .append(" check' says what");
        }
    }

    /** Of a link that was ever drilled. */
    private static void drills(String link, StoredReports stored, Instant now, StringBuilder text) {
        if (DrillHistory.last(stored).isEmpty()) {
            return;
        }
        text.append('\n')
                .append(link)
                .append(DrillHistory.lastSuccess(stored)
                        .map(last -> ": the last drill that showed that a failover would work was "
                                + Words.duration(
                                        Math.max(0, Duration.between(last, now).toMillis())) + " ago")
                        .orElse(": no drill has shown yet that a failover would work"));
    }
}
