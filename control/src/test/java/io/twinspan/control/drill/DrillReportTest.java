package io.twinspan.control.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.group.GroupStanding.Life;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.DrillOutcome.Permission;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.Verdict;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.translation.Translation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a drill says of what it found. */
class DrillReportTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final LinkName LINK = LinkName.parse("dc1->dc2");

    private final List<Obstacle> obstacles = new ArrayList<>();
    private final List<GroupStanding> groups = new ArrayList<>();
    private final List<GroupSample> samples = new ArrayList<>();
    private final List<Permission> permissions = new ArrayList<>();
    private Optional<Instant> lastSuccess = Optional.empty();

    private Report report() {
        var found = new Findings(
                obstacles,
                List.of(
                        step("preflight", 1_500, 0),
                        step("quiet", 0, 200),
                        step("fence", 600, 2_000),
                        step("drain", 400, 0),
                        step("hold", 0, 2_000),
                        step("groups", 300, 3_000),
                        step("open", 0, 1_000),
                        step("sample", 5_000, 0)),
                List.of(new MovedTopic("orders", "dc1.orders", 1)),
                Map.of(new TopicPartition("orders", 0), 100L),
                Map.of(new TopicPartition("orders", 0), 100L),
                groups,
                List.of(),
                samples,
                permissions,
                List.of(),
                lastSuccess);
        var options = new DrillOptions(".*", FenceKind.ACL, List.of(), 10, ".*", 0, 4711, Duration.ofMinutes(1));
        var draft =
                new ReportDraft("drill-1", ReportKind.DRILL, LINK, new Author("ann", "0.1.0", Map.of(), "ab"), NOON);
        return new DrillReport(LINK, found, options, draft, "mm2.properties").of(NOON, NOON.plusSeconds(9));
    }

    private static DryStep step(String name, long measuredMs, long estimatedMs) {
        return new DryStep(name, "does it", NOON.toEpochMilli(), measuredMs, estimatedMs, 60_000, "");
    }

    private void group(String name, Translation translation, String difference) {
        var place = new GroupPlace(
                new TopicPartition("orders", 0),
                new TopicPartition("dc1.orders", 0),
                new OffsetAndMetadata(40),
                translation,
                null,
                -1);
        groups.add(new GroupStanding(name, Life.QUIET, Life.QUIET, List.of(place), List.of()));
        samples.add(new GroupSample(name, 10, difference, 0, List.of()));
    }

    @Test
    void saysThatItWouldWorkAndHowLongProducersWouldWait() {
        group("billing", Translation.to(40, 0), "");
        group("trail", Translation.to(40, 0), "");

        Report report = report();

        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(report.sentence()).isEqualTo("would work: RPO 0, 2 of 2 groups exact, about 9 s");
        assertThat(report.rto()).satisfies(rto -> assertThat(rto.ms()).isEqualTo(9_300));
        assertThat(report.rpo()).satisfies(rpo -> assertThat(rpo.none()).isTrue());
        assertThat(report.groupsExact()).isEqualTo(2);
        assertThat(report.groups().get(0).lag()).isEqualTo(60);
        assertThat(Drill.succeeded(report)).isTrue();
    }

    @Test
    void anObstacleIsTheFirstReason() {
        obstacles.add(
                new Obstacle(Obstacle.Kind.HELD, Obstacle.Weight.FATAL, "link dc1->dc2", "is held", "Take it back"));
        group("billing", Translation.to(40, 0), "orders-0 from 40 on: altered");
        permissions.add(new Permission("User:shop", "--operation Read --topic 'dc1.orders'", false));

        Report report = report();

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(report.sentence()).isEqualTo("would not work: link dc1->dc2: is held; and 2 more reasons");
        assertThat(report.rpo()).isNull();
        assertThat(report.rto()).isNull();
        assertThat(report.next()).anyMatch(next -> next.command().equals("twinspan drill mm2.properties 'dc1->dc2'"));
        assertThat(report.next()).anyMatch(next -> next.command().equals("twinspan verify mm2.properties 'dc1->dc2'"));
        assertThat(Drill.succeeded(report)).isFalse();
    }

    @Test
    void anObstacleThatStandsInNobodysWayIsARemark() {
        obstacles.add(
                new Obstacle(Obstacle.Kind.CLOCK_DIFFERENCE, Obstacle.Weight.REMARK, "clock", "is 9 s ahead", ""));

        Report report = report();

        assertThat(report.verdict()).isEqualTo(Verdict.OK_WITH_REMARKS);
        assertThat(report.remarks()).anyMatch(remark -> remark.severity() == Severity.WARNING);
        assertThat(Drill.succeeded(report)).isTrue();
    }

    @Test
    void recordsThatAreReadAgainAreNamed() {
        group("billing", Translation.to(30, 10, false), "");

        assertThat(report().sentence())
                .isEqualTo("would work: RPO 0, 0 of 1 group exact (10 records read again at most), about 9 s");
    }

    @Test
    void whatWasNotReadIsNotCovered() {
        group("billing", Translation.to(40, 0), "");
        group("trail", Translation.to(40, 0), "");
        samples.set(1, new GroupSample("trail", 0, "", 0, List.of(GroupSample.Unread.NO_TIME)));

        Report report = report();

        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(report.remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.severity()).isEqualTo(Severity.NOT_COVERED);
            assertThat(remark.what()).isEqualTo("nothing was read at 1 position for which no time was left");
        });
    }

    @Test
    void theLastSuccessIsThatLongAgo() {
        assertThat(report().drill())
                .satisfies(drill -> assertThat(drill.lastSuccessAgeMs()).isNull());
        lastSuccess = Optional.of(NOON.minus(Duration.ofDays(7)));

        assertThat(report().drill())
                .satisfies(drill -> assertThat(drill.lastSuccessAgeMs()).isEqualTo(7 * 86_400_000L));
    }
}
