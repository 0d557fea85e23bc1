package io.twinspan.control.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.LaneMaps;
import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.plan.LegPlanner;
import io.twinspan.control.verify.plan.LogBounds;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What groups read on both sides, from wherever they stand. */
class StretchTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    /** Markers at 50 to 59 in the source, others' records at 70 to 79 in the target. */
    private static PartitionPlan whole(boolean compacted, long sourceFirst) {
        List<PositionRecord.Writable> stored = new ArrayList<>();
        stored.add(new Start(tip(0, 20), 1));
        stored.add(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 20, 50), new Run(1, 50, 60, 80, 40))));
        stored.add(new TipRecord(tip(100, 120)));
        LaneMaps maps = LaneMaps.of(stored);
        var planner = new LegPlanner(
                maps.generations(PARTITION),
                new LogBounds(sourceFirst, 100, 0, 0, Long.MAX_VALUE),
                producerId -> true,
                maps.leftOut(),
                new LegPlanner.Cleaning(compacted, false));
        return new PartitionPlan(PARTITION, "dc1.orders", planner.legs(), List.of());
    }

    private static Tip tip(long source, long target) {
        return new Tip(LANE, source, target, Map.of(), -1, source);
    }

    private static Stretch exact(long source, long target, int records) {
        return Stretch.of(whole(false, 0), source, Translation.to(target, 0), records)
                .orElseThrow();
    }

    private static void reads(Stretch stretch, long sourceFrom, long sourceTo, long targetFrom, long targetTo) {
        assertThat(stretch.leg().source()).isEqualTo(new Leg.Range(sourceFrom, sourceTo));
        assertThat(stretch.leg().target()).isEqualTo(new Leg.Range(targetFrom, targetTo));
    }

    @Test
    void readsSoManyRecordsFromBothPlaces() {
        reads(exact(7, 27, 10), 7, 17, 27, 37);
    }

    @Test
    void countsRecordsNotOffsets() {
        Stretch over = exact(45, 65, 10);

        // 45 to 49, and behind the markers 60 to 64.
        reads(over, 45, 65, 65, 85);
    }

    @Test
    void endsWhereTheLinkHasCome() {
        reads(exact(95, 115, 10), 95, 100, 115, 120);
    }

    @Test
    void atTheEndOfBothSidesNothingIsRead() {
        reads(exact(100, 120, 10), 100, 100, 120, 120);
    }

    @Test
    void aPlaceBeforeTheEndShowsWhereTheSourceHasNothingLeft() {
        reads(exact(100, 117, 10), 100, 100, 117, 120);
    }

    @Test
    void beginsAtTheTranslatedPlaceAlsoIfItIsWrong() {
        assertThat(exact(7, 28, 10).leg().target()).isEqualTo(new Leg.Range(28, 37));
        assertThat(exact(7, 60, 10).leg().target()).isEqualTo(new Leg.Range(60, 60));
    }

    @Test
    void whatTheSourceHasDeletedIsNotHeldAgainstThePlace() {
        Stretch stretch =
                Stretch.of(whole(false, 30), 5, Translation.to(25, 0), 10).orElseThrow();

        reads(stretch, 30, 40, 50, 60);
        assertThat(stretch.hasAgain()).isFalse();
    }

    @Test
    void beyondWhatIsCopiedThereIsNothingToRead() {
        assertThat(Stretch.of(whole(false, 0), 101, Translation.to(120, 1), 10)).isEmpty();
        assertThat(Stretch.of(whole(false, 0), 5, Translation.unknown("its runs are lost"), 10))
                .isEmpty();
    }

    @Test
    void whatIsReadAgainIsCountedBeforeTheFirstUnreadRecord() {
        Stretch stretch =
                Stretch.of(whole(false, 0), 7, Translation.to(22, 4, false), 10).orElseThrow();

        reads(stretch, 7, 17, 27, 37);
        assertThat(stretch.again()).isEqualTo(new Leg.Range(22, 27));
        assertThat(stretch.mostAgain()).isEqualTo(4);
    }

    @Test
    void ofACompactedTopicMoreOffsetsAreReadSinceMostRecordsMayBeGone() {
        Stretch stretch =
                Stretch.of(whole(true, 0), 0, Translation.to(20, 0), 3).orElseThrow();

        // 60 records: 0 to 49, and 60 to 69.
        reads(stretch, 0, 70, 20, 90);
    }
}
