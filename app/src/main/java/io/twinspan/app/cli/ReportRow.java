package io.twinspan.app.cli;

import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.report.view.ReportText;
import io.twinspan.control.report.view.Words;
import io.twinspan.model.error.Inconsistent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report in a list. Immutable.
 *
 * @param rpo in words, as all that follows; a dash where the report has none, or this version cannot read it
 */
record ReportRow(
        String link,
        long number,
        String id,
        Instant started,
        String kind,
        String verdict,
        String rpo,
        String rto,
        String groups) {
    private static final String NONE = "-";

    /** Those of several links. */
    static List<ReportRow> newestFirst(List<LinkReports> links) {
        var rows = new ArrayList<ReportRow>();
        for (LinkReports link : links) {
            StoredReports stored = link.stored();
            if (stored != null) {
                stored.reports().forEach(report -> rows.add(of(link.link(), report)));
            }
        }
        rows.sort(Comparator.comparing(ReportRow::started)
                .thenComparing(ReportRow::number)
                .reversed());
        return rows;
    }

    private static ReportRow of(String link, SealedReport sealed) {
        SealedReport.Heading heading = sealed.heading();
        Report report = content(sealed);
        return new ReportRow(
                link,
                heading.number(),
                heading.id(),
                heading.started(),
                words(heading.kind()),
                words(heading.verdict()),
                report == null ? NONE : ReportText.rpo(report),
                report == null ? NONE : rto(report),
                report == null || report.groups().isEmpty()
                        ? NONE
                        : report.groupsExact() + " of " + report.groups().size());
    }

    /** Null if another version wrote it, which this one cannot read. */
    static @Nullable Report content(SealedReport sealed) {
        try {
            return sealed.report();
        } catch (Inconsistent e) {
            return null;
        }
    }

    private static String rto(Report report) {
        Rto rto = report.rto();
        return rto == null ? NONE : Words.duration(rto.ms());
    }

    private static String words(String constant) {
        return constant.replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
