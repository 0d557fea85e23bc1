package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Deleted;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class KnownPositionsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final Uuid TOPIC = new Uuid(1, 1);
    private static final LaneId LANE = new LaneId(TOPIC, "orders", 3, 0);

    private final KnownPositions known = new KnownPositions(ORDERS::equals);

    @Test
    void aPartitionWithoutRecordsBeginsAtTheConfiguredStart() {
        var lane = lane(OptionalLong.empty());

        assertThat(lane).isEqualTo(new LaneSpec("orders", 3, "dc1.orders", 0, null, StartAt.LATEST, List.of()));
    }

    @Test
    void withoutAPositionConnectsOwnOffsetCounts() {
        assertThat(lane(OptionalLong.of(43)).start()).isEqualTo(StartAt.offset(43));
    }

    @Test
    void goesOnFromTheLastTipAndTheLastRuns() {
        var first = new Run(1, 0, 0, 0, 10);
        var second = new Run(1, 10, 12, 10, 5);
        var third = new Run(1, 15, 18, 15, 1);
        known.accept(new TipRecord(tip(LANE, 5, 100)));
        known.accept(new RunsPage(LANE, 1, List.of(first)));
        known.accept(new RunsPage(LANE, 1, List.of(second)));
        // The last page is stored again as it grows.
        known.accept(new RunsPage(LANE, 1, List.of(second, third)));
        known.accept(new TipRecord(tip(LANE, 17, 200)));

        var lane = lane(OptionalLong.of(3));

        assertThat(lane.tip()).isEqualTo(tip(LANE, 17, 200));
        assertThat(lane.runs()).flatExtracting(RunsPage::runs).containsExactly(first, second, third);
    }

    @Test
    void withoutATipTheLowestOfTheStoredStartsCounts() {
        known.accept(new Start(start(5, 100), 1));
        known.accept(new Start(start(5, 123), 2));

        assertThat(lane(OptionalLong.of(43)).tip()).isEqualTo(start(5, 100));
    }

    @Test
    void startOfARivalNeverHidesATip() {
        known.accept(new TipRecord(tip(LANE, 17, 200)));
        known.accept(new Start(start(0, 0), 2));

        assertThat(lane(OptionalLong.empty()).tip()).isEqualTo(tip(LANE, 17, 200));
    }

    @Test
    void deletedRecordsAreGone() {
        known.accept(new TipRecord(tip(LANE, 17, 200)));
        known.accept(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 10))));
        known.accept(new Deleted(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 10))).key()));
        known.accept(new Deleted(new TipRecord(tip(LANE, 17, 200)).key()));

        assertThat(lane(OptionalLong.empty()).tip()).isNull();
        assertThat(lane(OptionalLong.empty()).runs()).isEmpty();
    }

    @Test
    void aNewGenerationForgetsTheOldOnesPositions() {
        known.accept(new TipRecord(tip(LANE, 17, 200)));
        known.accept(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 10))));
        known.accept(new Generation("orders", 3, 1, OptionalLong.of(6)));

        assertThat(lane(OptionalLong.of(99)))
                .isEqualTo(new LaneSpec("orders", 3, "dc1.orders", 1, null, StartAt.offset(6), List.of()));

        known.accept(new TipRecord(tip(LANE.next(), 8, 300)));
        assertThat(lane(OptionalLong.of(99)).tip()).isEqualTo(tip(LANE.next(), 8, 300));
    }

    @Test
    void aNewGenerationWithoutAnOffsetBeginsAtTheConfiguredStart() {
        known.accept(new Generation("orders", 3, 2, OptionalLong.empty()));

        // Connect deletes its offset only after ours; whatever it still says does not count.
        assertThat(lane(OptionalLong.of(99)).start()).isEqualTo(StartAt.LATEST);
        assertThat(lane(OptionalLong.of(99)).generation()).isEqualTo(2);
    }

    @Test
    void ofTwoTopicsWithOneNameTheLaterCopiedCounts() {
        var recreated = new LaneId(new Uuid(2, 2), "orders", 3, 0);
        known.accept(new TipRecord(tip(recreated, 1, 900)));
        known.accept(new TipRecord(tip(LANE, 17, 200)));

        assertThat(lane(OptionalLong.empty()).tip()).isEqualTo(tip(recreated, 1, 900));
    }

    @Test
    void garbageIsCountedAndSkipped() {
        known.accept(PositionRecords.decode(new byte[] {1, 99}, new byte[] {1}));
        known.accept(PositionRecords.decode(null, new byte[0]));
        known.accept(PositionRecords.decode("{\"json\":1}".getBytes(StandardCharsets.UTF_8), null));
        known.accept(new TipRecord(tip(LANE, 17, 200)));

        assertThat(known.leftOut().count()).isEqualTo(3);
        assertThat(known.leftOut().named()).hasSizeBetween(1, 3);
        assertThat(lane(OptionalLong.empty()).tip()).isEqualTo(tip(LANE, 17, 200));
    }

    @Test
    void keepsOnlyWhatIsWanted() {
        known.accept(new TipRecord(tip(new LaneId(TOPIC, "orders", 4, 0), 17, 200)));
        known.accept(new Generation("orders", 4, 7, OptionalLong.empty()));

        assertThat(known.generation(new TopicPartition("orders", 4))).isZero();
    }

    @Test
    void theNextGenerationFollowsTheOneInForce() {
        known.accept(new Generation("orders", 3, 4, OptionalLong.of(6)));

        assertThat(OffsetChange.next(known, Map.of(ORDERS, OptionalLong.of(10))))
                .containsExactly(new Generation("orders", 3, 5, OptionalLong.of(10)));
    }

    private LaneSpec lane(OptionalLong connect) {
        return known.lane(ORDERS, "dc1.orders", StartAt.LATEST, partition -> connect);
    }

    private static Tip start(long source, long target) {
        return new Tip(LANE, source, target, Map.of(), -1, 50);
    }

    private static Tip tip(LaneId lane, long source, long timeMs) {
        return new Tip(lane, source, source, Map.of(1, source), 0, timeMs);
    }
}
