package io.twinspan.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.report.Author;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.TopicOutcome.Comparison;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.compare.DifferenceKind;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.model.name.LinkName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a pass over both sides of a link reports. */
class PassReportTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static Report report(boolean isWhole, PartitionResult... results) {
        return new PassReport(LinkName.parse("dc1->dc2"), List.of(results), List.of(), isWhole, "mm2.properties")
                .of("verify-1", new Author("run", "0.1.0", Map.of(), "ab"), NOON, NOON.plusSeconds(60));
    }

    private static PartitionResult result(
            int partition, long records, List<Difference> differences, List<NotCompared> notCompared) {
        var counts = new Counts(records, 700, 300, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new PartitionResult(
                "orders",
                partition,
                "dc1.orders",
                0,
                records,
                counts,
                differences.size(),
                differences.size(),
                differences,
                notCompared);
    }

    private static Difference altered() {
        return new Difference(DifferenceKind.ALTERED, 5, 4, -1, 1, "value", shown(5, "one"), shown(4, "another"));
    }

    private static ShownRecord shown(long offset, String value) {
        return new ShownRecord(
                offset,
                NOON.toEpochMilli(),
                null,
                new ShownRecord.Field(value, value.length(), "0123456789abcdef0123"),
                List.of());
    }

    @Test
    void whatIsEqualIsSaidToBe() {
        Report report = report(true, result(0, 10, List.of(), List.of()), result(1, 20, List.of(), List.of()));

        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(report.sentence()).isEqualTo("dc2 holds what dc1 holds: 30 records in 2 partitions are equal");
        assertThat(report.topics()).singleElement().satisfies(topic -> {
            assertThat(topic.verifiedRecords()).isEqualTo(30);
            assertThat(topic.comparison()).isEqualTo(Comparison.EQUAL);
        });
        assertThat(report.verification()).satisfies(verification -> {
            assertThat(verification.bytes()).isEqualTo(2_000);
            assertThat(verification.wholeBatches()).isEqualTo(4);
            assertThat(verification.first()).isEmpty();
        });
    }

    @Test
    void theFirstDifferenceIsToldInTheWordsOfTheCommand() {
        Report report = report(true, result(0, 10, List.of(), List.of()), result(3, 20, List.of(altered()), List.of()));

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(report.sentence())
                .isEqualTo("dc2 does not hold what dc1 holds: 1 difference; the first is in orders-3: altered: source"
                        + " offset 5 and target offset 4 are not the same (value); source 5  2026-11-30T12:00:00Z"
                        + "  key null  value \"one\" (3 bytes, sha256 0123456789abcdef); target 4"
                        + "  2026-11-30T12:00:00Z  key null  value \"another\" (7 bytes, sha256 0123456789abcdef)");
        assertThat(report.next())
                .anyMatch(step ->
                        step.command().equals("twinspan verify mm2.properties 'dc1->dc2' --all-differences 20"));
        assertThat(report.topics().get(0).comparison()).isEqualTo(Comparison.DIFFERENT);
    }

    @Test
    void aDifferenceThatIsToldAtOnceSaysThatMoreMayCome() {
        assertThat(report(false, result(3, 20, List.of(altered()), List.of())).sentence())
                .endsWith("; the comparison goes on");
    }

    @Test
    void whatCouldNotBeComparedIsARemark() {
        var lost = new NotCompared(NotCompared.Reason.NO_POSITION, 10, "the link has stored no position for it");
        var deleted = new NotCompared(NotCompared.Reason.SOURCE_RETENTION, 10, "deleted");
        Report report =
                report(true, result(0, 10, List.of(), List.of(deleted)), result(1, 0, List.of(), List.of(lost)));

        assertThat(report.verdict()).isEqualTo(Verdict.OK_WITH_REMARKS);
        assertThat(report.sentence()).endsWith("; 1 partition could not be compared");
        assertThat(report.verification().notCompared())
                .containsExactly("orders-0: deleted", "orders-1: the link has stored no position for it");
    }
}
