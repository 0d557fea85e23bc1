package io.twinspan.control.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportChainTest {
    private static final int LENGTH = 6;

    @Test
    void aChainIsWhole() {
        assertThat(ReportChain.check(chain())).isEmpty();
        assertThat(ReportChain.check(List.of())).isEmpty();
        assertThat(ReportChain.check(chain().subList(0, 1))).isEmpty();
    }

    @Test
    void theOrderOfTheJournalDoesNotMatter() {
        List<SealedReport> mixed = chain();
        Collections.reverse(mixed);

        assertThat(ReportChain.check(mixed)).isEmpty();
    }

    /** Whoever it is, and however skilled: also one who computes the hash anew. */
    @Test
    void aChangedReportIsNamed() {
        for (int i = 0; i < LENGTH; i++) {
            List<SealedReport> reports = chain();
            reports.set(i, SealedReport.parse(reports.get(i).line().replace("has everything", "has nothing at all")));

            assertOnly(reports, Flaw.Kind.CHANGED, i + 1, "its hash is not that of its text");
        }
        for (int i = 0; i < LENGTH - 1; i++) {
            List<SealedReport> reports = chain();
            reports.set(
                    i,
                    sealedAnew(reports.get(i), i + 1, reports.get(i).heading().previous()));

            assertOnly(reports, Flaw.Kind.CHANGED, i + 1, "was written after one with the hash");
        }
    }

    /** That it names another one before it does not make that one the changed one. */
    @Test
    void aReportThatWasPutInTheMiddleIsNamedAlone() {
        for (int i = 1; i < LENGTH - 1; i++) {
            List<SealedReport> reports = chain();
            reports.set(i, sealedAnew(reports.get(i), i + 1, "f".repeat(64)));

            assertOnly(reports, Flaw.Kind.CHANGED, i + 1, "the report behind it names another hash");
        }
    }

    @Test
    void aDroppedReportIsNamed() {
        for (int i = 0; i < LENGTH - 1; i++) {
            List<SealedReport> reports = chain();
            reports.remove(i);

            List<Flaw> flaws = ReportChain.check(reports);
            assertThat(flaws).hasSize(1);
            assertThat(flaws.get(0).kind()).isEqualTo(Flaw.Kind.MISSING);
            assertThat(flaws.get(0).sentence()).contains("report number " + (i + 1) + " is missing");
        }
        List<SealedReport> reports = chain();
        reports.subList(1, 4).clear();
        assertThat(ReportChain.check(reports))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.sentence()).contains("reports number 2 to 4 are missing"));
    }

    /** What a chain cannot show by itself; the Javadoc says so, and what helps. */
    @Test
    void thatTheLastOnesAreGoneDoesNotShow() {
        assertThat(ReportChain.check(chain().subList(0, LENGTH - 2))).isEmpty();
    }

    @Test
    void reportsThatExchangedTheirPlacesAreNamed() {
        List<SealedReport> reports = chain();
        SealedReport second = sealedAnew(reports.get(2), 2, reports.get(0).hash());
        SealedReport third = sealedAnew(reports.get(1), 3, second.hash());
        reports.set(1, second);
        reports.set(2, third);

        assertThat(ReportChain.check(reports)).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.CHANGED);
            assertThat(flaw.number()).isEqualTo(3);
        });
    }

    /** The one that the next report names is the right one, wherever it stands in the journal. */
    @Test
    void aForkIsNamed() {
        List<SealedReport> reports = chain();
        SealedReport fork = SealedReport.of(
                SampleReports.plain("forged").at(3, reports.get(1).hash()));
        reports.add(0, fork);

        assertThat(ReportChain.check(reports)).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.FORKED);
            assertThat(flaw.id()).isEqualTo("forged");
            assertThat(flaw.sentence()).contains("claims the place of report report-3");
        });
    }

    @Test
    void ofTwoThatClaimTheLastPlaceTheFirstHasIt() {
        List<SealedReport> reports = chain();
        reports.add(SealedReport.of(
                SampleReports.plain("late").at(LENGTH, reports.get(LENGTH - 2).hash())));

        assertThat(ReportChain.check(reports))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.id()).isEqualTo("late"));
        assertThat(ReportChain.standing(reports)).hasSize(LENGTH).contains(reports.get(LENGTH - 1));
    }

    @Test
    void aFirstReportThatNamesOneBeforeItIsNamed() {
        List<SealedReport> reports = new ArrayList<>();
        reports.add(SealedReport.of(SampleReports.plain("report-1").at(1, "0".repeat(64))));

        assertOnly(reports, Flaw.Kind.CHANGED, 1, "it is the first, and names one before it");
        assertOnly(
                List.of(SealedReport.of(SampleReports.plain("report-0"))),
                Flaw.Kind.CHANGED,
                0,
                "it has no place in the chain");
    }

    private static void assertOnly(List<SealedReport> reports, Flaw.Kind kind, long number, String words) {
        assertThat(ReportChain.check(reports)).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(kind);
            assertThat(flaw.number()).isEqualTo(number);
            assertThat(flaw.id()).isEqualTo("report-" + number);
            assertThat(flaw.sentence()).contains(words);
        });
    }

    private static SealedReport sealedAnew(SealedReport report, long number, String previous) {
        Report old = report.report();
        return SealedReport.of(new Report(
                old.id(),
                number,
                previous,
                old.kind(),
                old.link(),
                Verdict.OK,
                "Something else was the case.",
                old.started(),
                old.ended(),
                old.author(),
                old.clusters(),
                old.rpo(),
                old.rto(),
                old.steps(),
                old.topics(),
                old.groups(),
                old.access(),
                old.remarks(),
                old.next(),
                old.drill(),
                old.verification()));
    }

    private static List<SealedReport> chain() {
        var reports = new ArrayList<SealedReport>();
        String previous = "";
        for (int i = 1; i <= LENGTH; i++) {
            SealedReport sealed =
                    SealedReport.of(SampleReports.plain("report-" + i).at(i, previous));
            previous = sealed.hash();
            reports.add(sealed);
        }
        return reports;
    }
}
