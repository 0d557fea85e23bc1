package io.twinspan.control.report.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.VerifyOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A report as one page that needs nothing else: no script, no other file, no network. Confined to one thread.
 *
 * <p>Verdict and numbers are in the first screen, also on a telephone; long tables are folded. What came from outside is escaped by
 * {@link Html}, and the page tells browsers to run and load nothing.
 */
public final class ReportHtml {
    private static final int MOST = 200;
    private static final String STYLE = style();
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final Html page = new Html();
    private final HtmlTables tables = new HtmlTables(page);
    private final Report report;
    private final String hash;

    private ReportHtml(Report report, String hash) {
        this.report = report;
        this.hash = hash;
    }

    /** A report that is stored, with its hash. */
    public static String of(SealedReport sealed) {
        return new ReportHtml(sealed.report(), sealed.hash()).whole();
    }

    /** A report that is not stored yet, or could not be. */
    public static String of(Report report) {
        return new ReportHtml(report, ReportText.NOT_STORED).whole();
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read from the class path", e);
        }
    }

    private String whole() {
        page.open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        page.empty("meta", "name", "referrer", "content", "no-referrer");
        page.element("title", verdict() + ": " + title() + ", " + Words.time(report.started()));
        page.style(STYLE).close();
        page.open("body");
        head();
        List<Part> parts = parts();
        page.open("nav", "aria-label", "Parts of this report").open("ul");
        parts.forEach(part -> page.open("li")
                .element("a", part.title(), "href", "#" + part.id())
                .close());
        page.close().close();
        page.open("main");
        parts.forEach(part -> {
            page.open("section", "id", part.id()).element("h2", part.title());
            part.body().run();
            page.close();
        });
        page.close();
        about();
        page.close().close();
        return page.toString();
    }

    /** A part of the page, which writes itself. */
    private record Part(String id, String title, Runnable body) {}

    private String verdict() {
        String words = report.verdict().words();
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private String title() {
        String words = report.kind().words();
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + " "
                + report.link().replace("->", " \u2192 ");
    }

    private void head() {
        page.open("header");
        page.open("div", "class", "verdict " + HtmlTables.tone(Tone.of(report.verdict())));
        page.element("p", report.verdict().words(), "class", "badge");
        page.element("h1", title());
        page.element("p", report.sentence(), "class", "lead");
        page.element(
                "p",
                Words.time(report.started()) + ", by " + report.author().who() + ", in "
                        + Words.duration(report.took().toMillis()),
                "class",
                "quiet");
        page.close();
        page.open("dl", "class", "figures");
        for (Figure figure : Figure.of(report)) {
            page.open("div", "class", HtmlTables.tone(figure.tone()));
            page.element("dt", figure.name());
            page.element("dd", figure.value(), "class", "value");
            page.element("dd", figure.detail(), "class", "detail");
            page.close();
        }
        page.close().close();
    }

    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        Rpo rpo = report.rpo();
        if (rpo != null && !rpo.worst().isEmpty()) {
            parts.add(new Part("lost", "What was lost", () -> tables.plain(ReportTables.lost(rpo))));
        }
        if (!report.steps().isEmpty()) {
            parts.add(new Part("steps", "Steps", () -> tables.steps(report)));
        }
        VerifyOutcome verification = report.verification();
        if (verification != null) {
            parts.add(new Part("compared", "What was compared", () -> verification(verification)));
        }
        DrillOutcome drill = report.drill();
        if (drill != null) {
            parts.add(new Part("drill", "What was tried", () -> drill(drill)));
        }
        if (!report.topics().isEmpty()) {
            parts.add(new Part("topics", "Topics", () -> tables.plain(ReportTables.topics(report))));
        }
        if (!report.groups().isEmpty()) {
            parts.add(new Part("groups", "Groups", this::groups));
        }
        if (!report.access().isEmpty()) {
            parts.add(new Part("access", "Permissions and quotas", () -> tables.plain(ReportTables.access(report))));
        }
        if (!report.remarks().isEmpty()) {
            parts.add(new Part("remarks", "Remarks", this::remarks));
        }
        if (!report.next().isEmpty()) {
            parts.add(new Part("next", "What to do next", this::next));
        }
        return parts;
    }

    private void groups() {
        tables.plain(ReportTables.groups(report));
        tables.titled(ReportTables.inexact(report));
    }

    private void verification(VerifyOutcome outcome) {
        page.element(
                "p",
                Words.count(outcome.records(), "record") + " in " + Words.count(outcome.partitions(), "partition")
                        + ": "
                        + (outcome.differences() == 0
                                ? "all equal."
                                : Words.count(outcome.differences(), "difference") + "."));
        tables.titled(ReportTables.differences(outcome));
        if (outcome.differences() > outcome.first().size()) {
            page.element("p", ReportText.named(outcome), "class", "rest");
        }
        if (!outcome.notCompared().isEmpty()) {
            page.element("h3", "Not compared").open("ul", "class", "plainlist");
            outcome.notCompared().stream().limit(MOST).forEach(what -> page.element("li", what));
            page.close();
            more(outcome.notCompared().size());
        }
    }

    private void drill(DrillOutcome drill) {
        page.element("p", ReportText.lastSuccess(drill));
        tables.titled(ReportTables.samples(drill));
        tables.titled(ReportTables.permissions(drill));
    }

    private void remarks() {
        page.open("ul", "class", "remarks");
        List<Remark> remarks = ReportText.remarks(report);
        for (Remark remark : remarks.stream().limit(MOST).toList()) {
            page.open("li", "class", HtmlTables.tone(Tone.of(remark.severity())));
            page.element("span", Words.of(remark.severity()), "class", "pill").text(remark.what());
            if (!remark.cure().isEmpty()) {
                page.element("p", remark.cure(), "class", "cure");
            }
            page.close();
        }
        page.close();
        more(remarks.size());
    }

    private void more(int all) {
        if (all > MOST) {
            page.element(
                    "p",
                    "and " + Words.number(all - MOST) + " more; the report's JSON has all of them",
                    "class",
                    "rest");
        }
    }

    private void next() {
        page.open("ol", "class", "next");
        for (NextStep step : report.next()) {
            page.open("li").text(step.what());
            if (!step.command().isEmpty()) {
                page.open("pre").element("code", step.command()).close();
            }
            page.close();
        }
        page.close();
    }

    private void about() {
        page.open("footer").open("div").element("h2", "About this report").open("dl", "class", "about");
        about(
                "Report",
                report.id() + (report.number() == 0 ? "" : ", number " + report.number() + " of " + report.link()));
        about("From", Words.time(report.started()) + " to " + Words.time(report.ended()));
        about("By", report.author().who() + ", with twinspan " + report.author().version());
        about("Clusters", report.clusters().stream().map(ReportText::cluster).collect(Collectors.joining("; ")));
        about("Options", ReportText.options(report));
        about("SHA-256 of the file", report.author().configurationSha256());
        about("Hash of the report before", report.previous().isEmpty() ? "none, this is the first" : report.previous());
        about("Hash of this report", hash);
        page.close().close().close();
    }

    private void about(String name, String value) {
        if (!value.isEmpty()) {
            page.element("dt", name).element("dd", value, "class", "mono");
        }
    }
}
