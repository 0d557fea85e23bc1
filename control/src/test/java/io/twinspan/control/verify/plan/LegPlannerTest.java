package io.twinspan.control.verify.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.LaneMaps;
import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What is compared of partitions whose logs lost something, and whose lanes were set anew. */
class LegPlannerTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final List<PositionRecord.Writable> stored = new ArrayList<>();
    private List<NotCompared> notCompared = List.of();

    private static Tip tip(LaneId lane, long source, long target) {
        return new Tip(lane, source, target, Map.of(), -1, source);
    }

    private void lane(LaneId lane, long beganSource, long beganTarget, long endSource, long endTarget, Run... runs) {
        stored.add(new Start(tip(lane, beganSource, beganTarget), 1));
        if (runs.length > 0) {
            stored.add(new RunsPage(lane, 1, List.of(runs)));
        }
        stored.add(new TipRecord(tip(lane, endSource, endTarget)));
    }

    private List<PlannedLeg> plan(LogBounds logs) {
        LaneMaps maps = LaneMaps.of(stored);
        var planner = new LegPlanner(
                maps.generations(PARTITION),
                logs,
                producerId -> true,
                maps.leftOut(),
                new LegPlanner.Cleaning(false, false));
        List<PlannedLeg> legs = planner.legs();
        notCompared = planner.notCompared();
        return legs;
    }

    private Leg only(LogBounds logs) {
        List<PlannedLeg> legs = plan(logs);
        assertThat(legs).hasSize(1);
        return legs.get(0).leg();
    }

    private static void isOf(Leg leg, long sourceFrom, long sourceTo, long targetFrom, long targetTo) {
        assertThat(leg.source()).isEqualTo(new Leg.Range(sourceFrom, sourceTo));
        assertThat(leg.target()).isEqualTo(new Leg.Range(targetFrom, targetTo));
    }

    private void isNotCompared(Reason reason, long offsets) {
        assertThat(notCompared)
                .filteredOn(part -> part.reason() == reason)
                .singleElement()
                .satisfies(part -> assertThat(part.offsets()).as(part.text()).isEqualTo(offsets));
    }

    /** Markers at 50 to 59 in the source, others' records at 70 to 79 in the target. */
    private void twoRuns() {
        lane(LANE, 0, 20, 100, 120, new Run(1, 0, 0, 20, 50), new Run(1, 50, 60, 80, 40));
    }

    @Test
    void aLaneIsComparedFromItsBeginningToItsPosition() {
        twoRuns();

        isOf(only(new LogBounds(0, 100, 0, 0, EVERYTHING)), 0, 100, 20, 120);
        assertThat(notCompared).isEmpty();
    }

    @Test
    void whatIsBehindThePositionIsNotCopiedYet() {
        twoRuns();
        plan(new LogBounds(0, 130, 0, 0, EVERYTHING));

        isNotCompared(Reason.NOT_COPIED_YET, 30);
    }

    @Test
    void whatLiesBeforeTheBeginningIsNotTheLinks() {
        lane(LANE, 40, 7, 100, 67, new Run(1, 0, 40, 7, 60));

        isOf(only(new LogBounds(10, 100, 0, 0, EVERYTHING)), 40, 100, 7, 67);
        isNotCompared(Reason.BEFORE_THE_LINK, 30);
    }

    @Test
    void retentionOfTheSourceCutsBothSides() {
        twoRuns();

        isOf(only(new LogBounds(30, 100, 0, 0, EVERYTHING)), 30, 100, 50, 120);
        isNotCompared(Reason.SOURCE_RETENTION, 30);
        isOf(only(new LogBounds(55, 100, 0, 0, EVERYTHING)), 55, 100, 80, 120);
    }

    @Test
    void retentionOfTheTargetCutsBothSides() {
        twoRuns();

        isOf(only(new LogBounds(0, 100, 50, 0, EVERYTHING)), 30, 100, 50, 120);
        isNotCompared(Reason.TARGET_RETENTION, 30);
        isOf(only(new LogBounds(0, 100, 75, 0, EVERYTHING)), 60, 100, 75, 120);
        isNotCompared(Reason.TARGET_RETENTION, 60);
    }

    @Test
    void whatBothHaveLostLeavesNothing() {
        twoRuns();

        assertThat(plan(new LogBounds(100, 100, 0, 0, EVERYTHING))).isEmpty();
        isNotCompared(Reason.SOURCE_RETENTION, 100);
        assertThat(plan(new LogBounds(0, 100, 120, 0, EVERYTHING))).isEmpty();
        isNotCompared(Reason.TARGET_RETENTION, 100);
    }

    @Test
    void onlyWhatIsWantedIsCompared() {
        twoRuns();

        isOf(only(new LogBounds(0, 100, 0, 25, 80)), 25, 80, 45, 100);
        isOf(only(new LogBounds(0, 100, 0, 52, 58)), 52, 58, 80, 80);
        assertThat(plan(new LogBounds(0, 100, 0, 100, EVERYTHING))).isEmpty();
        assertThat(notCompared).isEmpty();
    }

    @Test
    void whatWasCopiedAgainIsComparedWhereItWasCopiedLast() {
        lane(LANE, 0, 0, 100, 100, new Run(1, 0, 0, 0, 100));
        stored.add(new Generation("orders", 3, 1, OptionalLong.of(60)));
        lane(LANE.next(), 60, 104, 130, 174, new Run(1, 0, 60, 104, 70));

        List<PlannedLeg> legs = plan(new LogBounds(0, 130, 0, 0, EVERYTHING));

        assertThat(legs).extracting(leg -> leg.lane().generation()).containsExactly(0, 1);
        isOf(legs.get(0).leg(), 0, 60, 0, 60);
        isOf(legs.get(1).leg(), 60, 130, 104, 174);
        isNotCompared(Reason.COPIED_AGAIN, 40);
        isNotCompared(Reason.BEYOND_THE_POSITION, 0);
    }

    @Test
    void whatWasPassedOverByOrderIsSaid() {
        lane(LANE, 0, 0, 100, 100, new Run(1, 0, 0, 0, 100));
        stored.add(new Generation("orders", 3, 1, OptionalLong.of(150)));
        lane(LANE.next(), 150, 100, 200, 150, new Run(1, 0, 150, 100, 50));

        List<PlannedLeg> legs = plan(new LogBounds(0, 200, 0, 0, EVERYTHING));

        assertThat(legs).hasSize(2);
        isOf(legs.get(0).leg(), 0, 100, 0, 100);
        isOf(legs.get(1).leg(), 150, 200, 100, 150);
        isNotCompared(Reason.LEFT_OUT_BY_ORDER, 50);
    }

    /** The first generation's copies went with the topic that held them. */
    @Test
    void aTargetThatWasMadeAnewHoldsTheNewestGenerationAlone() {
        lane(LANE, 0, 0, 100, 100, new Run(1, 0, 0, 0, 100));
        stored.add(new Generation("orders", 3, 1, OptionalLong.of(30)));
        lane(LANE.next(), 30, 0, 100, 70, new Run(1, 0, 30, 0, 70));

        isOf(only(new LogBounds(0, 100, 0, 0, EVERYTHING)), 30, 100, 0, 70);
    }

    @Test
    void eachGenerationKnowsItsOwnProducerIdsAndWhatItLeftOut() {
        twoRuns();
        stored.add(new IncidentRecord(new Incident(LANE, Cause.RECORD_TOO_LARGE, new OffsetRange(7, 8), 1, true, 1)));
        stored.add(new IncidentRecord(new Incident(LANE, Cause.FOREIGN_WRITER, new OffsetRange(70, 80), 10, false, 1)));
        stored.add(new IncidentRecord(
                new Incident(LANE.next(), Cause.SOURCE_RETENTION, new OffsetRange(1, 3), 2, false, 1)));

        Leg leg = only(new LogBounds(0, 100, 0, 0, EVERYTHING));

        assertThat(leg.leftOut()).containsExactly(new OffsetRange(7, 8));
        for (int origin : new int[] {0, 77, (1 << 24) - 1}) {
            assertThat(leg.ours().test(ProducerIds.of(origin, LANE))).isTrue();
            assertThat(leg.ours().test(ProducerIds.of(origin, LANE.next()))).isFalse();
        }
        assertThat(leg.ours().test(-1)).isFalse();
        assertThat(leg.ours().test(ProducerIds.lane(ProducerIds.of(1, LANE)))).isFalse();
    }

    @Test
    void aLaneThatHasBegunAndCopiedNothingHasNothingToCompare() {
        stored.add(new Start(tip(LANE, 40, 7), 1));

        assertThat(plan(new LogBounds(0, 90, 0, 0, EVERYTHING))).isEmpty();
        isNotCompared(Reason.NOT_COPIED_YET, 50);
    }
}
