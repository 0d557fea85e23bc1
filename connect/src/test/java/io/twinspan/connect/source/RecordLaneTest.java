package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.PositionMap;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RecordLaneTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 3, 0);

    private static final long OWNER = 77;

    private final RecordLane lane = new RecordLane(LANE, OWNER, null);

    @Test
    void nothingIsStoredBeforeTheFirstRecordIsAcknowledged() {
        lane.sent(10, 1);

        assertThat(lane.takeUnstored(7)).isEmpty();
    }

    @Test
    void theFirstAcknowledgedRecordBeginsTheMap() {
        copy(10, 500);
        copy(11, 501);

        List<PositionRecord> stored = lane.takeUnstored(7);

        assertThat(stored).hasSize(3);
        assertThat(((Start) stored.get(0)).tip()).isEqualTo(new Tip(LANE, 10, 500, Map.of(), -1, 7));
        assertThat(((RunsPage) stored.get(1)).runs()).containsExactly(new Run(RecordLane.ORIGIN, 0, 10, 500, 2));
        assertThat(((TipRecord) stored.get(2)).tip())
                .isEqualTo(new Tip(LANE, 12, 502, Map.of(RecordLane.ORIGIN, 2L), 1, 7));
        assertThat(lane.takeUnstored(8)).isEmpty();
    }

    @Test
    void theTipWaitsForTheOldestRecordThatIsUnderWay() {
        lane.sent(0, 0);
        lane.sent(1, 0);
        lane.sent(2, 0);

        lane.acknowledged(1, 51);
        lane.acknowledged(2, RecordLane.NOWHERE);
        assertThat(lane.takeUnstored(1)).isEmpty();
        lane.acknowledged(0, 50);

        assertThat(tip(lane.takeUnstored(2)))
                .extracting(Tip::source, Tip::target)
                .containsExactly(3L, 52L);
    }

    @Test
    void whatIsDroppedOnTheWayIsAHoleInTheMap() {
        copy(0, 100);
        copy(1, RecordLane.NOWHERE);
        copy(2, RecordLane.NOWHERE);
        copy(3, 101);

        PositionMap map = map(lane.takeUnstored(1));

        assertThat(map.toTarget(1)).hasValue(101);
        assertThat(map.toTarget(3)).hasValue(101);
        assertThat(map.toSource(101)).hasValue(3);
    }

    @Test
    void aFullPageIsFollowedByAnother() {
        for (int i = 0; i < RunsPage.MAX_RUNS + 10; i++) {
            copy(2L * i, 3L * i);
        }

        List<RunsPage> pages = pages(lane.takeUnstored(1));

        assertThat(pages).extracting(page -> page.runs().size()).containsExactly(RunsPage.MAX_RUNS, 10);
        copy(5_000, 9_000);
        assertThat(pages(lane.takeUnstored(2)))
                .as("only the page that grew is stored again")
                .extracting(page -> page.runs().size())
                .containsExactly(11);
    }

    @Test
    void goesOnBehindAKnownTipInPagesOfItsOwn() {
        var resumed = new RecordLane(LANE, OWNER, new Tip(LANE, 40, 90, Map.of(5, 40L), 2, 0));
        resumed.sent(40, 2);
        resumed.acknowledged(40, 90);

        List<PositionRecord> stored = resumed.takeUnstored(1);

        assertThat(stored).noneMatch(Start.class::isInstance);
        assertThat(pages(stored))
                .containsExactly(new RunsPage(LANE, OWNER, List.of(new Run(RecordLane.ORIGIN, 0, 40, 90, 1))));
        assertThat(tip(stored).appended())
                .as("a link's own counts stay as they were")
                .containsEntry(5, 40L);
    }

    @Test
    void whatIsCopiedAgainBeginsAPageOfItsOwn() {
        copy(0, 10);
        copy(1, 11);
        lane.takeUnstored(1);
        copy(1, 12);

        List<RunsPage> pages = pages(lane.takeUnstored(2));

        assertThat(pages)
                .extracting(RunsPage::runs)
                .containsExactly(
                        List.of(new Run(RecordLane.ORIGIN, 0, 0, 10, 2)),
                        List.of(new Run(RecordLane.ORIGIN, 2, 1, 12, 1)));
    }

    private void copy(long source, long target) {
        lane.sent(source, 1);
        lane.acknowledged(source, target);
    }

    private static List<RunsPage> pages(List<PositionRecord> stored) {
        return stored.stream()
                .filter(RunsPage.class::isInstance)
                .map(RunsPage.class::cast)
                .toList();
    }

    private static Tip tip(List<PositionRecord> stored) {
        return ((TipRecord) stored.get(stored.size() - 1)).tip();
    }

    private static PositionMap map(List<PositionRecord> stored) {
        var runs = new ArrayList<Run>();
        pages(stored).forEach(page -> runs.addAll(page.runs()));
        return PositionMap.of(runs, tip(stored));
    }
}
