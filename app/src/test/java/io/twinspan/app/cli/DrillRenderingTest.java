package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.report.Author;
import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.DrillOutcome.Permission;
import io.twinspan.control.report.DrillOutcome.Sample;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.Step;
import io.twinspan.control.report.Verdict;
import io.twinspan.model.name.LinkName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a drill found, as text. */
class DrillRenderingTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static ReportDraft draft() {
        return new ReportDraft(
                "drill-1",
                ReportKind.DRILL,
                LinkName.parse("dc1->dc2"),
                new Author("ann@ops-3", "0.1.0", Map.of(), "ab"),
                NOON);
    }

    private static Step step(String name, long ms, String... remarks) {
        return new Step(name, "does it", NOON, ms, 60_000, Step.Outcome.DONE, 1, List.of(remarks));
    }

    private static String text(ReportDraft draft, Verdict verdict, String sentence) {
        var command =
                new CommandLine(new TwinspanCommand()).setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return new DrillText(new Console(command), "mm2.properties")
                .of(draft.end(verdict, sentence, NOON.plusSeconds(9)));
    }

    @Test
    void theVerdictComesFirstThenWhereTheTimeGoes() {
        ReportDraft draft = draft().step(step("preflight", 1_500, "measured", "0 records to copy"))
                .step(step("quiet", 200, "estimated, since it would change something"))
                .drill(new DrillOutcome(
                        null, List.of(new Sample("billing", 10, ""), new Sample("trail", 10, "")), List.of()));

        assertThat(text(draft, Verdict.OK, "would work: RPO 0, 2 of 2 groups exact, about 9 s"))
                .isEqualTo("""
                        dc1->dc2: would work: RPO 0, 2 of 2 groups exact, about 9 s

                        STEP        ABOUT  HOW IT IS KNOWN
                        preflight   1.5 s  measured; 0 records to copy
                        quiet      200 ms  estimated, since it would change something

                        2 of 2 groups read the same on both sides, 20 records compared

                        the report: twinspan reports mm2.properties show drill-1""");
    }

    @Test
    void whatWouldGoWrongIsNamed() {
        ReportDraft draft = draft().step(step("preflight", 1_500, "measured"))
                .drill(new DrillOutcome(
                        null,
                        List.of(new Sample("billing", 10, "orders-0 from 5 on: altered"), new Sample("trail", 10, "")),
                        List.of(
                                new Permission("User:shop", "--operation Read --topic 'dc1.orders'", false),
                                new Permission("User:shop", "--operation Read --group 'billing'", true))))
                .remark(Severity.ERROR, "topics audit: are not on dc2", "Wait");

        assertThat(text(draft, Verdict.FAILED, "would not work: topics audit: are not on dc2; and 2 more reasons"))
                .isEqualTo("""
                        dc1->dc2: would not work: topics audit: are not on dc2; and 2 more reasons

                        STEP       ABOUT  HOW IT IS KNOWN
                        preflight  1.5 s  measured

                        1 of 2 groups read the same on both sides, 20 records compared
                        - billing: orders-0 from 5 on: altered

                        1 of 2 rights are there
                        - User:shop lacks --operation Read --topic 'dc1.orders'

                        to know:
                        - topics audit: are not on dc2. Wait

                        the report: twinspan reports mm2.properties show drill-1""");
    }

    @Test
    void ofManyTheFirstAreShownAndNothingIsHidden() {
        List<Sample> many = IntStream.range(0, 25)
                .mapToObj(i -> new Sample("group-" + (10 + i), 1, "a difference\u001b[31m"))
                .toList();

        String text = text(draft().drill(new DrillOutcome(null, many, List.of())), Verdict.FAILED, "would not work");

        assertThat(text)
                .contains("- group-29: ", "and 5 more; the report has all of them")
                .doesNotContain("- group-30");
        assertThat(text).doesNotContain("\u001b");
    }
}
