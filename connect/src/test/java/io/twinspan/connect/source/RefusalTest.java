package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecord.Writable;
import io.twinspan.model.wire.PositionRecords;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which damage of the positions topic stops a partition, and which is left out. */
class RefusalTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "orders", 3, 0);
    private static final int PARTITIONS = 5;
    private static final int HOME = PositionRecords.partitionOf("orders", 3, PARTITIONS);
    private static final byte[] GARBAGE = {1, -1, -1};
    private static final byte[] NEWER = {2, 0, 0};

    private final KnownPositions known = new KnownPositions(ORDERS::equals);
    private long offset;

    // ---- what is left out

    @Test
    void garbageUnderNoKeyOfThePartitionIsLeftOut() {
        take(HOME, new byte[] {9, 9, 9}, GARBAGE);
        stored(tip(LANE, 10));
        take(HOME, new byte[] {1, 99}, null);
        take(HOME, null, NEWER);

        assertThat(refusal()).isNull();
        assertThat(known.leftOut().count()).isEqualTo(3);
    }

    @Test
    void anOlderPositionCountsUntilTheCleanerTakesIt() {
        stored(tip(LANE, 10));
        damaged(tip(LANE, 20), GARBAGE);

        assertThat(refusal()).isNull();
        assertThat(lane().tip()).isEqualTo(tip(LANE, 10).tip());
    }

    @Test
    void whatComesAfterTheDamageCounts() {
        damaged(tip(LANE, 20), NEWER);
        stored(tip(LANE, 21));

        assertThat(refusal()).isNull();
    }

    @Test
    void theEndOfTheRunsIsAPositionToo() {
        damaged(tip(LANE, 30), GARBAGE);
        stored(new Start(new Tip(LANE, 0, 0, Map.of(), -1, 40), 1));
        stored(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 10), new Run(2, 0, 10, 11, 5))));
        stored(new RunsPage(LANE, 1, List.of(new Run(1, 10, 16, 16, 4))));

        assertThat(refusal()).isNull();
        assertThat(lane().tip()).isEqualTo(new Tip(LANE, 20, 20, Map.of(1, 14L, 2, 5L), -1, 40));
    }

    @Test
    void damageOfAnEarlierGenerationIsOfNoInterest() {
        damaged(tip(LANE, 20), NEWER);
        stored(new Generation("orders", 3, 1, OptionalLong.of(6)));

        assertThat(refusal()).isNull();
        assertThat(lane().start()).isEqualTo(StartAt.offset(6));
    }

    @Test
    void runsThatAreNewerThanThePositionContradictNothing() {
        stored(tip(LANE, 10));
        stored(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 10), new Run(1, 10, 10, 12, 5))));

        assertThat(refusal()).isNull();
    }

    @Test
    void recordsUnderNewerKeysDoNotMatterToAPartitionThatHasAPosition() {
        take(HOME, new byte[] {2, 1, 1}, new byte[] {2});
        stored(tip(LANE, 10));

        assertThat(refusal()).isNull();
    }

    // ---- what is refused

    @Test
    void aPositionOfANewerVersionIsNotGoneBehind() {
        stored(tip(LANE, 10));
        damaged(tip(LANE, 20), NEWER);

        assertRefused("offset 1 of positions-" + HOME, "newer version", "Upgrade");
    }

    @Test
    void aDamagedPositionWithoutAnythingElseIsNotTakenForNone() {
        stored(new Start(new Tip(LANE, 0, 0, Map.of(), -1, 40), 1));
        damaged(tip(LANE, 20), GARBAGE);

        assertRefused("cannot be read", "set the partition's position anew");
    }

    @Test
    void aDamagedGenerationIsNotTakenForTheOneBefore() {
        stored(tip(LANE, 10));
        damaged(new Generation("orders", 3, 1, OptionalLong.of(6)), GARBAGE);

        assertRefused("cannot be read", "anew");
    }

    @Test
    void recordsUnderNewerKeysMayBeThePositionThatIsMissing() {
        take(HOME, new byte[] {2, 1, 1}, new byte[] {2});

        assertRefused("Upgrade");
    }

    @Test
    void aGenerationThatVanishedIsNotGoneBehind() {
        stored(tip(LANE, 10));
        stored(tip(LANE.next(), 12));

        assertRefused("generation 1, but generation 0 is in force");
    }

    @Test
    void twoDecisionsUnderOneNumberAreNotMixed() {
        stored(new Generation("orders", 3, 1, OptionalLong.of(6)));
        stored(new Start(new Tip(LANE.next(), 6, 0, Map.of(), -1, 40), 1));
        stored(tip(LANE.next(), 9));
        assertThat(refusal()).isNull();
        stored(new Generation("orders", 3, 1, OptionalLong.of(60)));

        assertRefused("offset 60, but was begun at [6]");
    }

    @Test
    void aPositionThatRunsContradictIsNotFollowed() {
        stored(new RunsPage(LANE, 1, List.of(new Run(1, 0, 0, 0, 10))));
        stored(new TipRecord(new Tip(LANE, 5, 10, Map.of(1, 10L), 0, 100)));

        assertRefused("source offset 5 goes to target offset 10", "0 to 9");
    }

    @Test
    void theCureWorksForAllOfThem() {
        damaged(new Generation("orders", 3, 1, OptionalLong.of(6)), GARBAGE);
        damaged(tip(LANE, 20), NEWER);
        stored(tip(LANE.next().next(), 12));

        List<Generation> anew = OffsetChange.next(known, Map.of(ORDERS, OptionalLong.of(100)));
        assertThat(anew).containsExactly(new Generation("orders", 3, 3, OptionalLong.of(100)));
        anew.forEach(this::stored);
        assertThat(refusal()).isNull();
        assertThat(lane().start()).isEqualTo(StartAt.offset(100));
    }

    @Test
    void afterTheLastGenerationThereIsNoOtherAndThatIsSaid() {
        stored(new Generation("orders", 3, Integer.MAX_VALUE, OptionalLong.empty()));

        assertThatThrownBy(() -> OffsetChange.next(known, Map.of(ORDERS, OptionalLong.empty())))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("orders-3");
    }

    private void assertRefused(String... parts) {
        Refusal refusal = refusal();
        assertThat(refusal).isNotNull();
        if (refusal != null) {
            assertThat(refusal.reason()).contains("orders-3").contains(parts);
            assertThat(refusal.lane().topic()).isEqualTo("orders");
            assertThat(refusal.lane().partition()).isEqualTo(3);
        }
    }

    private @Nullable Refusal refusal() {
        return known.refusal(ORDERS, PARTITIONS);
    }

    private LaneSpec lane() {
        return known.lane(ORDERS, "dc1.orders", StartAt.LATEST, partition -> OptionalLong.empty());
    }

    private void stored(Writable record) {
        take(HOME, PositionRecords.encodeKey(record.key()), PositionRecords.encodeValue(record));
    }

    private void damaged(Writable record, byte[] value) {
        take(HOME, PositionRecords.encodeKey(record.key()), value);
        assertThat(PositionRecords.decode(PositionRecords.encodeKey(record.key()), value))
                .isInstanceOf(PositionRecord.Undecodable.class);
    }

    private void take(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        known.take(new ConsumerRecord<>("positions", partition, offset++, key, value));
    }

    private static TipRecord tip(LaneId lane, long source) {
        return new TipRecord(new Tip(lane, source, source, Map.of(1, source), 0, 100));
    }
}
