package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.translation.Translation;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What the way back would read up to 700 was brought from where its records go, whose log ends at 1000. */
class PlacementTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 0, 0);

    private final LaneBook book = new LaneBook(PARTITION::equals);

    @Test
    void oneThatHasNeverBegunBeginsAtTheLogsStartAndHasAppendedNothing() {
        List<PositionRecord.Writable> records = Placement.at(LANE, null, 700, 1_000, 42);

        assertThat(records).hasSize(2);
        assertThat(records.get(0))
                .isInstanceOfSatisfying(
                        Start.class,
                        start -> assertThat(start.tip())
                                .isEqualTo(new Tip(LANE, 0, 1_000, Map.of(), Tip.UNKNOWN_EPOCH, 42)));
        assertThat(records.get(1)).isEqualTo(new TipRecord(new Tip(LANE, 700, 1_000, Map.of(), Tip.UNKNOWN_EPOCH, 42)));
    }

    /** Nobody else may have the number by which the first owner of a lane is known. */
    @Test
    void itsOwnerIsNobodyElse() {
        assertThat(((Start) Placement.at(LANE, null, 700, 1_000, 42).get(0)).owner())
                .isNotEqualTo(((Start) Placement.at(LANE, null, 700, 1_000, 42).get(0)).owner());
    }

    /** A group that has read some of it, or all, has nothing more to read of it on the other side. */
    @Test
    void positionsInWhatItSkippedLeadBehindTheOtherLogsEnd() {
        feed(Placement.at(LANE, null, 700, 1_000, 42));

        for (long offset : new long[] {0, 1, 350, 700}) {
            assertThat(book.translate(PARTITION, offset)).as("at %d", offset).isEqualTo(Translation.to(1_000, 0));
        }
    }

    @Test
    void itGoesOnWithItsFirstRecordThere() {
        feed(Placement.at(LANE, null, 700, 1_000, 42));
        feed(List.of(
                new RunsPage(LANE, 0, List.of(new Run(1, 0, 700, 1_000, 5))),
                new TipRecord(new Tip(LANE, 705, 1_005, Map.of(1, 5L), 0, 43))));

        assertThat(book.translate(PARTITION, 699)).isEqualTo(Translation.to(1_000, 0));
        assertThat(book.translate(PARTITION, 703)).isEqualTo(Translation.to(1_003, 0));
    }

    /** It finds its place again by its own last record, so it has to stay behind that. */
    @Test
    void oneThatHasAppendedKeepsWhatItHasCountedAndItsEnd() {
        var before = new Tip(LANE, 100, 1_200, Map.of(7, 60L), 3, 10);

        for (long target : new long[] {1_000, 1_300}) {
            assertThat(Placement.at(LANE, before, 700, target, 42))
                    .as("the other log ends at %d", target)
                    .containsExactly(new TipRecord(new Tip(LANE, 700, 1_200, Map.of(7, 60L), Tip.UNKNOWN_EPOCH, 42)));
        }
    }

    @Test
    void oneThatHasBegunAndAppendedNothingGoesToTheEndAndNeverBack() {
        var before = new Tip(LANE, 100, 1_200, Map.of(), 3, 10);

        assertThat(Placement.at(LANE, before, 700, 1_300, 42))
                .containsExactly(new TipRecord(new Tip(LANE, 700, 1_300, Map.of(), Tip.UNKNOWN_EPOCH, 42)));
        assertThat(Placement.at(LANE, before, 700, 1_000, 42))
                .containsExactly(new TipRecord(new Tip(LANE, 700, 1_200, Map.of(), Tip.UNKNOWN_EPOCH, 42)));
    }

    private void feed(List<PositionRecord.Writable> records) {
        for (PositionRecord.Writable record : records) {
            assertThat(book.accept(PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record)))
                    .isTrue();
        }
    }
}
