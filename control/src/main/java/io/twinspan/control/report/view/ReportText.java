package io.twinspan.control.report.view;

import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Participant;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.VerifyOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A report as plain text of at most 100 columns: the verdict, the numbers, and then the rest, of which only the worst is listed. Confined
 * to one thread.
 */
public final class ReportText {
    static final String NOT_STORED = "none, since it is not stored";
    private static final int MOST_ROWS = 10;
    private static final int MOST_REMARKS = 50;
    private static final String INDENT = "  ";

    private final TextPage page = new TextPage();
    private final Report report;

    private ReportText(Report report) {
        this.report = report;
    }

    /** A report that is stored, with its hash. */
    public static String of(SealedReport sealed) {
        var text = new ReportText(sealed.report());
        text.body();
        text.about("hash", sealed.hash());
        return text.page.toString();
    }

    /** A report that is not stored yet, or could not be. */
    public static String of(Report report) {
        var text = new ReportText(report);
        text.body();
        text.about("hash", NOT_STORED);
        return text.page.toString();
    }

    /** The verdict, as it stands at the beginning of the text. */
    public static String verdict(Report report) {
        return report.verdict().words().toUpperCase(Locale.ROOT);
    }

    /** What was lost, in a few words; a dash where nothing could be. */
    public static String rpo(Report report) {
        return Figure.value(report.rpo());
    }

    private void body() {
        page.hanging(
                "",
                verdict(report) + ": " + report.kind().words() + " " + report.link() + ", "
                        + Words.time(report.started()));
        page.hanging("", report.sentence());
        page.gap();
        figures();
        Rpo rpo = report.rpo();
        if (rpo != null) {
            table(ReportTables.lost(rpo), MOST_ROWS);
        }
        table(ReportTables.steps(report), Integer.MAX_VALUE);
        table(ReportTables.topics(report), MOST_ROWS);
        table(ReportTables.groups(report), MOST_ROWS);
        table(ReportTables.inexact(report), MOST_ROWS);
        table(ReportTables.access(report), MOST_ROWS);
        DrillOutcome drill = report.drill();
        if (drill != null) {
            drill(drill);
        }
        VerifyOutcome verification = report.verification();
        if (verification != null) {
            verification(verification);
        }
        remarks();
        next();
        about();
    }

    private void figures() {
        List<Figure> figures = Figure.of(report);
        int width = figures.stream()
                .mapToInt(figure -> figure.name().length())
                .max()
                .orElse(0);
        for (Figure figure : figures) {
            String detail = figure.detail().isEmpty() ? "" : " (" + figure.detail() + ")";
            page.hanging(
                    INDENT + figure.name() + " ".repeat(width - figure.name().length()) + INDENT,
                    figure.value() + detail);
        }
    }

    private void table(Table table, int most) {
        if (table.rows().isEmpty()) {
            return;
        }
        page.heading(table.title());
        var columns = new TextColumns(table.columns());
        // A single row more is as short as the sentence about it.
        int shown = table.rows().size() <= most || table.rows().size() == most + 1
                ? table.rows().size()
                : most;
        table.rows().subList(0, shown).forEach(row -> columns.row(row.cells()));
        columns.print(page, INDENT);
        String rest = table.rest(shown);
        if (!rest.isEmpty()) {
            page.hanging(INDENT, rest);
        }
    }

    private void drill(DrillOutcome drill) {
        table(ReportTables.samples(drill), MOST_ROWS);
        table(ReportTables.permissions(drill), MOST_ROWS);
        page.gap();
        page.hanging("", lastSuccess(drill));
    }

    static String lastSuccess(DrillOutcome drill) {
        Long age = drill.lastSuccessAgeMs();
        return age == null
                ? "No drill before this one had succeeded."
                : "The last drill before this one that succeeded was " + Words.duration(age) + " earlier.";
    }

    private void verification(VerifyOutcome outcome) {
        table(ReportTables.differences(outcome), MOST_ROWS);
        if (outcome.differences() > outcome.first().size()) {
            page.hanging(INDENT, named(outcome));
        }
        if (!outcome.notCompared().isEmpty()) {
            page.heading("Not compared");
            outcome.notCompared().stream().limit(MOST_REMARKS).forEach(what -> page.hanging(INDENT + "- ", what));
            more(outcome.notCompared().size());
        }
    }

    static String named(VerifyOutcome outcome) {
        return Words.number(outcome.first().size()) + " of " + Words.count(outcome.differences(), "difference")
                + " are named in this report";
    }

    private void remarks() {
        List<Remark> remarks = remarks(report);
        if (remarks.isEmpty()) {
            return;
        }
        page.heading("Remarks");
        for (Remark remark : remarks.stream().limit(MOST_REMARKS).toList()) {
            page.hanging(INDENT + Words.of(remark.severity()) + ": ", remark.what());
            if (!remark.cure().isEmpty()) {
                page.hanging(INDENT + INDENT, remark.cure());
            }
        }
        more(remarks.size());
    }

    /** The gravest first. */
    static List<Remark> remarks(Report report) {
        return report.remarks().stream()
                .sorted(Comparator.comparing(Remark::severity))
                .toList();
    }

    private void more(int all) {
        if (all > MOST_REMARKS) {
            page.hanging(INDENT, "and " + Words.number(all - MOST_REMARKS) + " more");
        }
    }

    private void next() {
        if (report.next().isEmpty()) {
            return;
        }
        page.heading("What to do next");
        for (NextStep step : report.next()) {
            page.hanging(INDENT, step.what());
            if (!step.command().isEmpty()) {
                page.command(INDENT + INDENT, step.command());
            }
        }
    }

    private void about() {
        page.heading("About this report");
        about("report", report.id() + (report.number() == 0 ? "" : ", number " + report.number() + " of its link"));
        about("from", Words.time(report.started()) + " to " + Words.time(report.ended()));
        about("by", report.author().who() + ", twinspan " + report.author().version());
        about("clusters", report.clusters().stream().map(ReportText::cluster).collect(Collectors.joining("; ")));
        about("options", options(report));
        about("file", "SHA-256 " + report.author().configurationSha256());
        about("previous", report.previous().isEmpty() ? "none" : report.previous());
    }

    static String options(Report report) {
        return report.author().options().entrySet().stream()
                .map(option -> option.getKey() + (option.getValue().isEmpty() ? "" : "=" + option.getValue()))
                .collect(Collectors.joining(" "));
    }

    static String cluster(Participant cluster) {
        return cluster.alias() + " (" + Words.of(cluster.role())
                + (cluster.clusterId().isEmpty() ? ", did not answer" : ", id " + cluster.clusterId()) + ")";
    }

    private void about(String name, String value) {
        if (!value.isEmpty()) {
            page.hanging(INDENT + name + " ".repeat(10 - name.length()), value);
        }
    }
}
