package io.twinspan.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.report.Author;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.report.Verdict;
import io.twinspan.model.name.LinkName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever watches a link's upkeep is told. */
class TallyTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final Tally tally = new Tally();

    private static SealedReport report(ReportKind kind, Verdict verdict, Duration ago) {
        Instant started = NOON.minus(ago);
        return SealedReport.of(new ReportDraft(
                        kind.id(started, 1),
                        kind,
                        LinkName.parse("dc1->dc2"),
                        new Author("run", "0.1.0", Map.of(), "ab"),
                        started)
                .end(verdict, "it is so", started.plusSeconds(5)));
    }

    private void knows(SealedReport... reports) {
        tally.drilled(new StoredReports("mm2-journal.dc1.internal", List.of(reports), List.of()));
    }

    @Test
    void withoutADrillNothingIsKnown() {
        knows(report(ReportKind.VERIFY, Verdict.OK, Duration.ofHours(1)));

        assertThat(tally.lastDrillAge(NOON)).isEqualTo(-1);
        assertThat(tally.lastSuccessAge(NOON)).isEqualTo(-1);
        assertThat(tally.lastDrillOk()).isEqualTo(-1);
    }

    @Test
    void aDrillThatFailedDoesNotMakeTheLastSuccessYounger() {
        knows(
                report(ReportKind.DRILL, Verdict.OK_WITH_REMARKS, Duration.ofHours(8)),
                report(ReportKind.DRILL, Verdict.FAILED, Duration.ofHours(1)));

        assertThat(tally.lastDrillAge(NOON)).isEqualTo(3_600);
        assertThat(tally.lastSuccessAge(NOON)).isEqualTo(8 * 3_600);
        assertThat(tally.lastDrillOk()).isZero();
    }

    @Test
    void aDrillThatSucceededIsBoth() {
        knows(
                report(ReportKind.DRILL, Verdict.FAILED, Duration.ofHours(8)),
                report(ReportKind.DRILL, Verdict.OK, Duration.ofHours(1)));

        assertThat(tally.lastSuccessAge(NOON)).isEqualTo(3_600);
        assertThat(tally.lastDrillOk()).isEqualTo(1);
    }
}
