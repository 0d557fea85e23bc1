package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Sight;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LossEstimateTest {
    private static final long END_MS = 60_000;
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void whatTheSourceHadAndNobodyCopiedIsMissing() {
        PartitionLoss loss = only(known(sight(100, 90, 10_000, 10_000, 9_200, 0)));

        assertThat(loss).isEqualTo(new PartitionLoss("orders", 0, 90, 10, 500, 800, 10_000));
    }

    /** Heard at 10 s and lost 0.2 s later: 0.7 s of the fastest second. */
    @Test
    void whatItMayHaveTakenUnseenIsAddedAndRoundedUp() {
        PartitionLoss loss = only(known(sight(100, 100, 10_000, 10_200, 10_000, 101)));

        assertThat(loss.records()).isEqualTo(71);
        assertThat(loss.ms()).isEqualTo(200);
        assertThat(loss.firstMissing()).isEqualTo(100);
    }

    @Test
    void whoDidNotNoteTheEndLeavesItToWhoAsks() {
        PartitionLoss loss = only(known(sight(100, 100, 50_000, -1, 50_000, 10)));

        assertThat(loss.records()).isEqualTo(105);
        assertThat(loss.ms()).isEqualTo(10_000);
    }

    @Test
    void pulsesMakeTheTimeShorterInWhichNobodyHeardOfTheSource() {
        var vouched = new LastKnown(ORDERS, sight(100, 100, 10_000, -1, 10_000, 10), 59_000, 60_000, 100, 9_000);

        assertThat(only(vouched).records()).isEqualTo(15);
        assertThat(only(vouched).heardMs()).isEqualTo(59_000);
        assertThat(only(vouched).ms()).isEqualTo(1_000);
    }

    /** An operator's clock may be wrong. */
    @Test
    void anEndBeforeTheLastWordIsNone() {
        LastKnown known = known(sight(100, 100, 50_000, -1, 50_000, 10));

        assertThat(LossEstimate.of(List.of(known), 20_000).records()).isEqualTo(5);
    }

    /** One that may not be read, or has no leader; the source as a whole was there for longer, and may have taken more of it. */
    @Test
    void aPartitionIsNotTheSource() {
        LastKnown refused = known(sight(100, 100, 10_000, 10_100, 10_000, 10));
        var users = new TopicPartition("users", 3);
        var other = new LastKnown(
                users, new Sight("users", 3, 7, 7, 30_000, 30_100, 30_000, 0, 10, false, 1), -1, 30_000, 7, 29_000);

        LossEstimate estimate = LossEstimate.of(List.of(other, refused), END_MS);

        assertThat(estimate.partitions()).extracting(PartitionLoss::topic).containsExactly("orders", "users");
        assertThat(estimate.partitions()).extracting(PartitionLoss::records).containsExactly(205L, 0L);
    }

    /** Else a topic that was deleted a year ago would be a year's traffic. */
    @Test
    void ofAPartitionThatTheLinkHasGoneOnWithoutNothingIsSaid() {
        LastKnown deleted = known(sight(100, 100, 10_000, 10_100, 10_000, 10));
        var users = new TopicPartition("users", 3);
        var copied = new LastKnown(
                users, new Sight("users", 3, 7, 7, 70_000, -1, 70_000, 0, 10, true, 2), 80_000, 81_000, 7, 69_000);

        LossEstimate estimate = LossEstimate.of(List.of(copied, deleted), 81_000);

        assertThat(estimate.unknown()).containsExactly(new PartitionLoss("orders", 0, 100, -1, -1, -1, 10_000));
        assertThat(estimate.records()).isZero();
    }

    /** A restart takes a while. */
    @Test
    void whoWasThereAMinuteAgoCounts() {
        LastKnown before = known(sight(100, 90, 10_000, 10_100, 10_000, 0));
        var users = new TopicPartition("users", 3);
        var now = new LastKnown(
                users, new Sight("users", 3, 7, 7, 70_000, -1, 70_000, 0, 10, true, 2), -1, 70_000, 7, 69_000);

        assertThat(LossEstimate.of(List.of(now, before), 71_000).records()).isEqualTo(10);
    }

    /** Who has lost the source knows nothing of what another one heard of it by then. */
    @Test
    void onlyTheSameOwnersLastWordCounts() {
        LastKnown lost = known(sight(100, 100, 10_000, 10_100, 10_000, 10));
        var users = new TopicPartition("users", 3);
        var other = new LastKnown(
                users, new Sight("users", 3, 7, 7, 30_000, 30_100, 30_000, 0, 10, false, 2), -1, 30_000, 7, 29_000);

        assertThat(LossEstimate.of(List.of(lost, other), END_MS).records()).isEqualTo(6);
    }

    @Test
    void thePositionIsTheHigherOfSightAndTip() {
        var tip = new LastKnown(ORDERS, sight(100, 90, 10_000, 10_000, 9_000, 0), -1, 10_000, 97, 10_500);

        assertThat(only(tip).records()).isEqualTo(3);
        assertThat(only(tip).firstMissing()).isEqualTo(97);
    }

    @Test
    void aTipFromBeforeTheTargetLostRecordsDoesNotCount() {
        var tip = new LastKnown(ORDERS, sight(100, 50, 10_000, 10_000, -1, 0), -1, 10_000, 97, 8_000);

        assertThat(only(tip).records()).isEqualTo(50);
        assertThat(only(tip).firstMissing()).isEqualTo(50);
        assertThat(only(tip).ms()).as("since when is not known").isEqualTo(-1);
    }

    @Test
    void aPartitionOfWhichNobodyEverHeardIsNamedNotGuessed() {
        var unseen = new LastKnown(ORDERS, null, -1, -1, 40, 5_000);
        LastKnown seen = new LastKnown(
                new TopicPartition("users", 1),
                new Sight("users", 1, 9, 4, 10_000, 10_000, 9_000, 0, 20, false, 1),
                -1,
                10_000,
                4,
                9_000);

        LossEstimate estimate = LossEstimate.of(List.of(unseen, seen), END_MS);

        assertThat(estimate.unknown()).containsExactly(new PartitionLoss("orders", 0, 40, -1, -1, -1, -1));
        assertThat(estimate.records()).isEqualTo(5);
        assertThat(estimate.bytes()).isEqualTo(100);
        assertThat(estimate.ms()).isEqualTo(1_000);
    }

    @Test
    void sizesThatNobodyKnowsMakeTheWholeUnknown() {
        LastKnown known = known(new Sight("orders", 0, 100, 90, 10_000, 10_000, 9_000, 0, 0, false, 1));

        assertThat(LossEstimate.of(List.of(known), END_MS).bytes()).isEqualTo(-1);
    }

    @Test
    void nothingIsMissingOfNothing() {
        LossEstimate estimate = LossEstimate.of(List.of(), END_MS);

        assertThat(estimate.records()).isZero();
        assertThat(estimate.bytes()).isZero();
        assertThat(estimate.ms()).isZero();
    }

    /** What is stored may come from anybody. */
    @Test
    void numbersThatNoClusterHasDoNotWrapAround() {
        LastKnown known = known(sight(Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, 0, Long.MAX_VALUE));

        assertThat(only(known).records()).isEqualTo(Long.MAX_VALUE);
        assertThat(only(known).bytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(LossEstimate.of(List.of(known, known), END_MS).records()).isEqualTo(Long.MAX_VALUE);
    }

    private static PartitionLoss only(LastKnown known) {
        return LossEstimate.of(List.of(known), END_MS).partitions().get(0);
    }

    private static LastKnown known(Sight sight) {
        return new LastKnown(ORDERS, sight, -1, sight.heardMs(), sight.position(), 0);
    }

    private static Sight sight(
            long end, long position, long heardMs, long lostMs, long caughtUpMs, long recordsPerSecond) {
        return new Sight("orders", 0, end, position, heardMs, lostMs, caughtUpMs, recordsPerSecond, 50, lostMs < 0, 1);
    }
}
