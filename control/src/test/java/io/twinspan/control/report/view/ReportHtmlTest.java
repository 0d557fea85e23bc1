package io.twinspan.control.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.SampleReports;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.Verdict;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportHtmlTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?: [a-z-]+=\"[^\"<>]*\")*)>");
    private static final Set<String> WITHOUT_END = Set.of("meta");

    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.plain("failover-1"),
                SampleReports.planned(),
                SampleReports.emergency(),
                SampleReports.drill(),
                SampleReports.verification(),
                SampleReports.withLongNames(),
                SampleReports.large(1_000, 200, 100));
    }

    /** Every character that could begin a tag does, and every element that begins ends. */
    @ParameterizedTest
    @MethodSource("reports")
    void thePageIsWellFormed(Report report) {
        String page = html(report).replaceFirst("<!DOCTYPE html>", "").replaceFirst("(?s)<style>.*</style>", "");

        var open = new ArrayDeque<String>();
        Matcher tag = TAG.matcher(page);
        int tags = 0;
        while (tag.find()) {
            tags++;
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(tag.group(2));
            } else if (!WITHOUT_END.contains(tag.group(2))) {
                open.push(tag.group(2));
            }
        }
        assertThat(open).isEmpty();
        assertThat(page.chars().filter(c -> c == '<').count()).isEqualTo(tags);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void itNeedsAndRunsNothingElse(Report report) {
        String page = html(report);

        assertThat(page)
                .contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"")
                .doesNotContain("<script", "<img", "<link", "<iframe", "@import", "url(", "http://", "https://")
                .doesNotContainPattern("<[^>]* on[a-z]+=")
                .doesNotContain("hush-hush");
        assertThat(page.split("<h1>", -1)).hasSize(2);
    }

    @Test
    void namesFromOutsideAreText() {
        assertThat(html(SampleReports.emergency()))
                .contains(
                        "clicks.eu-west.&lt;script&gt;alert(1)&lt;/script&gt;",
                        "&quot;&gt;&lt;img src=x onerror=alert(2)&gt;&amp;?[31mred");
    }

    /** The first screen, before the list of parts. */
    @Test
    void verdictAndNumbersComeFirst() {
        String page = html(SampleReports.emergency());

        assertThat(page.substring(page.indexOf("<body>"), page.indexOf("<nav")))
                .containsSubsequence(
                        "<div class=\"verdict bad\">",
                        "<p class=\"badge\">done with loss</p>",
                        "<h1>Emergency failover dc1 \u2192 dc2</h1>",
                        "dc2 is open for writing; at most 1,204 records",
                        "<dt>RPO</dt>",
                        "at most 1,204 records",
                        "<dt>RTO</dt>",
                        "1 min 14 s",
                        "<dt>Groups</dt>",
                        "1 of 5 exact");
        assertThat(html(SampleReports.planned())).contains("<div class=\"verdict warning\">");
        assertThat(html(SampleReports.plain("a"))).contains("<div class=\"verdict good\">", "0 records");
        assertThat(page)
                .contains("<title>Done with loss: Emergency failover dc1 \u2192 dc2, 2026-11-30 18:51:42 UTC</title>");
    }

    @Test
    void everyPartIsThereAndCanBeReached() {
        String page = html(SampleReports.emergency());

        for (String part : List.of("lost", "steps", "topics", "groups", "access", "remarks", "next")) {
            assertThat(page).contains("<a href=\"#" + part + "\">", "<section id=\"" + part + "\">");
        }
        assertThat(page)
                .contains("<pre><code>twinspan orphans mm2.properties &#39;dc1-&gt;dc2&#39; --list</code>")
                .contains(
                        "<tr class=\"bad\"><td class=\"name\">fence<span class=\"note\">Denies writing on dc1</span>");
        assertThat(html(SampleReports.verification())).contains("<section id=\"compared\">", "1 of 12 differences");
        assertThat(html(SampleReports.drill())).contains("<section id=\"drill\">", "succeeded was 7 d earlier");
    }

    /** On a telephone rows are shown one below the other, where only this says what a number is. */
    @Test
    void everyCellSaysWhatItIs() {
        String page = html(SampleReports.planned());

        String topics =
                page.substring(page.indexOf("<section id=\"topics\">"), page.indexOf("<section id=\"groups\">"));
        assertThat(topics.split("<td ", -1)).hasSize(1 + 4 * 7);
        assertThat(topics.split("<td data-label=\"[A-Z][a-z ]+\" class=", -1)).hasSize(1 + 4 * 7);
    }

    /** A browser can take it, and a reader too. */
    @Test
    void ofALotMostIsFolded() {
        String page = html(SampleReports.large(10_000, 200, 100));

        assertThat(page)
                .contains(
                        "<details><summary>and 9,990 more, all replicated to the end</summary>",
                        "and 9,790 more, all replicated to the end; the report&#39;s JSON has all of them",
                        "<details><summary>and 190 more, all exact</summary>",
                        "10,000 of 10,000 complete",
                        "200 of 200 exact");
        assertThat(page.length()).isLessThan(500_000);
    }

    @Test
    void placeAndHashesAreAtTheEnd() {
        SealedReport sealed = SealedReport.of(SampleReports.planned());

        assertThat(ReportHtml.of(sealed))
                .containsSubsequence(
                        "<footer>", "failover-20261130T185142Z-3f2a", "none, this is the first", sealed.hash());
    }

    @Test
    void aReportThatCouldNotBeStoredIsShownAllTheSame() {
        assertThat(ReportHtml.of(SampleReports.planned())).contains("none, since it is not stored");
    }

    /** One remark for each topic would make a page that nobody can use. */
    @Test
    void ofManyRemarksTheGravestAreShown() {
        var draft = SampleReports.draft("a", ReportKind.DRILL);
        for (int i = 0; i < 1_000; i++) {
            draft.remark(Remark.Severity.NOT_COVERED, "Topic " + i + " is left out", "");
        }
        draft.remark(Remark.Severity.ERROR, "Something is wrong", "");
        Report report = draft.end(Verdict.OK_WITH_REMARKS, "See below.", SampleReports.STARTED);

        assertThat(html(report))
                .containsSubsequence("Something is wrong", "Topic 0 is left out", "and 801 more; the report")
                .doesNotContain("Topic 999");
        assertThat(ReportText.of(report))
                .containsSubsequence("error: Something is wrong", "not covered: Topic 0 is left out", "and 951 more")
                .doesNotContain("Topic 999");
    }

    private static String html(Report report) {
        return ReportHtml.of(SealedReport.of(report));
    }
}
