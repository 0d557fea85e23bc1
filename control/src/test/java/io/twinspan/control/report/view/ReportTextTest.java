package io.twinspan.control.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.SampleReports;
import io.twinspan.control.report.SealedReport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportTextTest {
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

    @ParameterizedTest
    @MethodSource("reports")
    void noLineIsLongerThanATerminalIsWide(Report report) {
        assertThat(ReportText.of(report).lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nothingOfItCouldHarmATerminalOrTellASecret(Report report) {
        assertThat(ReportText.of(report))
                .matches(text -> text.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)))
                .doesNotContain("hush-hush");
    }

    @Test
    void theVerdictComesFirstAndThenTheNumbers() {
        String text = ReportText.of(SampleReports.emergency());

        assertThat(text)
                .startsWith("DONE WITH LOSS: emergency failover dc1->dc2, 2026-11-30 18:51:42 UTC\n"
                        + "dc2 is open for writing; at most 1,204 records that dc1 had accepted are not there");
        assertThat(text)
                .containsSubsequence(
                        "  RPO     at most 1,204 records (3.1 MB, 2.4 s; a bound: dc1 did not answer",
                        "  RTO     1 min 14 s (from the decision until dc2 was open for writing)",
                        "  Groups  1 of 5 exact (1 failed, 1 active on the target, 1 skipped, 1 not exact, 1 exact; 13",
                        "  Topics  1 of 4 complete (20 partitions; 2,000 records compared, different in 1 topic)",
                        "PARTITIONS THAT LOST MOST",
                        "STEPS",
                        "TOPICS",
                        "GROUPS",
                        "PERMISSIONS AND QUOTAS",
                        "REMARKS",
                        "WHAT TO DO NEXT",
                        "ABOUT THIS REPORT");
    }

    @Test
    void whatWentWrongStandsOnTop() {
        String text = ReportText.of(SampleReports.emergency());

        assertThat(text)
                .containsPattern("fence +failed +10 s +10 s +3 +Denies writing on dc1 -- no broker of dc1 answers");
        assertThat(text).containsPattern("drain +skipped +- +5 min +-");
        assertThat(text).containsPattern("reverse +not reached +- +1 min +-");
        assertThat(text)
                .containsSubsequence("  payments ", "DIFFERENT", "  orders ", "  clicks.", "not known", "  audit ")
                .containsSubsequence("  warehouse ", "  reporting ", "  sandbox ", "  billing ")
                .containsSubsequence(
                        "  error: payments-0 differs",
                        "  warning: A fence on dc1",
                        "  not covered: Schemas were not looked at",
                        "  note: The clocks");
        assertThat(text).containsPattern("POSITIONS THAT ARE NOT EXACT\n.*\n.*orders-3 +120,400 +119,871 +13");
    }

    @Test
    void whatIsDoneWithPermissionsIsInTheWordsOfTheTools() {
        assertThat(ReportText.of(SampleReports.planned()))
                .containsPattern("dc1 +ACL in place +--deny-principal 'User:\\*' --operation Write --topic 'orders'")
                .containsPattern("dc2 +QUOTA removed +--delete-config producer_byte_rate --user-defaults");
    }

    @Test
    void ofALotOnlyTheWorstIsListed() {
        String text = ReportText.of(SampleReports.large(10_000, 200, 100));

        assertThat(text)
                .contains(
                        "Groups  200 of 200 exact (200 committed)",
                        "Topics  10,000 of 10,000 complete (60,000 partitions; 10,000,000 records compared, all equal)",
                        "  and 9,990 more, all replicated to the end\n",
                        "  and 190 more, all exact\n");
        assertThat(text.lines()).hasSizeLessThan(60);
    }

    @Test
    void commandsCanBeCopiedAsTheyStand() {
        Report report = SampleReports.withLongNames();
        String text = ReportText.of(report);

        assertThat(report.next()).isNotEmpty();
        for (NextStep step : report.next()) {
            // As a shell joins lines.
            assertThat(text.replaceAll(" \\\\\n +", " ")).contains(step.command());
        }
    }

    @Test
    void aVerificationShowsItsCountsAndTheFirstDifferences() {
        assertThat(ReportText.of(SampleReports.verification()))
                .contains(
                        "FAILED: verification dc1->dc2",
                        "Compared  12 differences (in 12,345,678 records; 200 partitions, 9.8 GB, 98,000 of 99,250",
                        "1 of 12 differences are named in this report",
                        "- orders-0: offsets 0 to 99, which retention deleted on dc1")
                .containsPattern("orders-3 +altered +120,400 +119,871 +source: key 17, value \\{\"a\":1}")
                .doesNotContain("RPO", "RTO");
    }

    @Test
    void aDrillShowsWhatItTried() {
        assertThat(ReportText.of(SampleReports.drill()))
                .contains("Samples  1 of 2 equal (161 records", "succeeded was 7 d earlier.")
                .containsPattern("shipping +61 +record 61 has another value on dc2")
                .containsPattern("User:shop +NO +--operation Write --topic 'dc1.orders'");
    }

    @Test
    void aStoredReportShowsItsPlaceAndItsHash() {
        SealedReport sealed = SealedReport.of(SampleReports.planned());

        assertThat(ReportText.of(sealed))
                .contains(
                        "hash      " + sealed.hash(),
                        "by        ann@ops-3, twinspan 0.1.0",
                        "clusters  dc1 (source, id q3Tz0rB5Tg2M1wUuHq9zNA); dc2 (target, id mK8b1v0xQ5iJ7sLdWf2y3g)",
                        "options   --drain-timeout=5m --hook-token=[hidden] --reverse",
                        "file      SHA-256 2f7c1e0d");
        assertThat(ReportText.of(SampleReports.planned())).contains("hash      none, since it is not stored");
    }
}
