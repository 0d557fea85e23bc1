package io.twinspan.app.cli;

import io.twinspan.control.report.Flaw;
import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.StoredReports;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The shape of {@code reports --json}, which scripts rely on. Immutable. */
record ReportsJson(List<Link> links) {

    static ReportsJson of(List<LinkReports> links) {
        return new ReportsJson(links.stream().map(Link::of).toList());
    }

    /**
     * A link. Immutable.
     *
     * @param topic the journal
     * @param failure why the reports cannot be read; null if they can
     * @param reports the newest first
     * @param flaws what is wrong with them
     */
    record Link(String link, String topic, @Nullable String failure, List<Row> reports, List<Wrong> flaws) {
        static Link of(LinkReports link) {
            StoredReports stored = link.stored();
            if (stored == null) {
                return new Link(link.link(), link.topic(), link.failure(), List.of(), List.of());
            }
            return new Link(
                    link.link(),
                    link.topic(),
                    null,
                    stored.reports().stream()
                            .sorted(Comparator.comparing((SealedReport report) ->
                                            report.heading().started())
                                    .thenComparing(report -> report.heading().number())
                                    .reversed())
                            .map(Row::of)
                            .toList(),
                    stored.flaws().stream().map(Wrong::of).toList());
        }
    }

    /**
     * A report. Immutable. What it does not have, or this version cannot read, is null.
     *
     * @param started in ISO 8601
     * @param rpoExact whether what was lost is counted; else it is a bound
     */
    record Row(
            String id,
            long number,
            String kind,
            String verdict,
            @Nullable String sentence,
            String started,
            @Nullable Long rpoRecords,
            @Nullable Long rpoMs,
            @Nullable Boolean rpoExact,
            @Nullable Long rtoMs,
            @Nullable Integer groups,
            @Nullable Integer groupsExact,
            String hash) {
        static Row of(SealedReport sealed) {
            SealedReport.Heading heading = sealed.heading();
            Report report = ReportRow.content(sealed);
            Rpo rpo = report == null ? null : report.rpo();
            Rto rto = report == null ? null : report.rto();
            return new Row(
                    heading.id(),
                    heading.number(),
                    heading.kind(),
                    heading.verdict(),
                    report == null ? null : report.sentence(),
                    heading.started().toString(),
                    rpo == null ? null : rpo.records(),
                    rpo == null ? null : rpo.ms(),
                    rpo == null ? null : rpo.exact(),
                    rto == null ? null : rto.ms(),
                    report == null ? null : report.groups().size(),
                    report == null ? null : report.groupsExact(),
                    sealed.hash());
        }
    }

    /**
     * Something that is wrong. Immutable.
     *
     * @param breaks whether the reports cannot be relied on
     */
    record Wrong(String kind, long number, String id, boolean breaks, String sentence) {
        static Wrong of(Flaw flaw) {
            return new Wrong(
                    flaw.kind().name().toLowerCase(Locale.ROOT),
                    flaw.number(),
                    flaw.id(),
                    flaw.breaks(),
                    flaw.sentence());
        }
    }
}
