package io.twinspan.control.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.scene.LinkFollower.TaskLife;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecords;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** It is fed records, and asks no cluster. */
class LinkFollowerTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final LaneId LANE = new LaneId(new Uuid(1, 2), "orders", 0, 0);

    private final FollowerByHand hand = new FollowerByHand();
    private final LinkFollower follower = hand.follower();

    /** What was there before anybody looked may be the last word of a task that is long dead. */
    @Test
    void aPulseThatWasThereAlreadyIsNoSignOfLife() {
        take(new PulseRecord(new Pulse(0, 7, 1_000, 900, -1)));
        assertThat(follower.lookingSinceMs()).isEqualTo(-1);
        hand.setMs(5_000);
        follower.looked();

        assertThat(follower.tasks()).containsOnlyKeys(0);
        assertThat(task(0).arrivedMs()).isEqualTo(-1);
        assertThat(follower.lookingSinceMs()).isEqualTo(5_000);
    }

    @Test
    void aPulseThatArrivesWhileSomebodyLooksIsOneByTheClockOfWhoLooks() {
        follower.looked();
        hand.setMs(6_000);
        take(new PulseRecord(new Pulse(3, 7, 1_000, 900, -1)));
        hand.setMs(7_000);
        follower.looked();

        assertThat(task(3).arrivedMs()).isEqualTo(6_000);
        assertThat(follower.lookingSinceMs()).as("when the first look was over").isZero();
    }

    /** A task that was replaced may write once more, late. */
    @Test
    void anOlderPulseDoesNotTakeTheNewerOnesPlace() {
        follower.looked();
        var newer = new Pulse(0, 8, 2_000, 1_900, 1_500);
        take(new PulseRecord(newer));
        hand.setMs(9_000);
        take(new PulseRecord(new Pulse(0, 7, 1_999, 1_900, -1)));

        assertThat(task(0)).isEqualTo(new TaskLife(newer, 0));
    }

    @Test
    void theLastOrderCounts() {
        assertThat(follower.hold()).isEmpty();
        take(new LinkHold(LinkHold.Level.HELD, "f1", 5, "its clients were moved"));
        var last = new LinkHold(LinkHold.Level.FREE, "f2", 4, "it is the way back now");
        take(last);

        assertThat(follower.hold()).contains(last);
    }

    @Test
    void ofAPartitionThatNobodyCopiesNothingIsKnown() {
        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(-1);
        assertThat(follower.sight(PARTITION)).isEmpty();
    }

    @Test
    void theNewerOfTipAndSightSaysHowFarItIs() {
        take(tip(100, 1_000));
        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(100);

        take(sight(130, 2_000));
        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(130);
        assertThat(follower.sight(PARTITION)).map(Sight::position).contains(130L);

        take(tip(150, 3_000));
        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(150);
    }

    /** A target that lost records has the link copy them again: what it had is not there. */
    @Test
    void aLaneThatWasSetBackIsNotAsFarAsItWas() {
        take(tip(100, 1_000));
        take(sight(60, 2_000));

        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(60);
    }

    @Test
    void positionsInALogThatIsNoMoreDoNotCount() {
        take(tip(100, 1_000));
        take(sight(130, 2_000));
        take(new LaneStateRecord(new LaneState(
                LANE, LaneState.Kind.FAILED, Cause.SOURCE_RECREATED, null, "it was created anew", 3_000)));

        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(-1);
    }

    @Test
    void whatNobodyCanReadChangesNothing() {
        take(tip(100, 1_000));
        follower.takePosition(new ConsumerRecord<>("positions", 0, 1, new byte[] {9}, new byte[] {1}));
        follower.takeControl(new ConsumerRecord<>("control", 0, 1, new byte[] {9}, null));

        assertThat(follower.copiedBelow(PARTITION)).isEqualTo(100);
        assertThat(follower.hold()).isEmpty();
        assertThat(follower.tasks()).isEmpty();
    }

    private TaskLife task(int number) {
        TaskLife task = follower.tasks().get(number);
        assertThat(task).isNotNull();
        return task;
    }

    private static TipRecord tip(long source, long timeMs) {
        return new TipRecord(new Tip(LANE, source, source, Map.of(), Tip.UNKNOWN_EPOCH, timeMs));
    }

    private static SightRecord sight(long position, long heardMs) {
        return new SightRecord(new Sight("orders", 0, 500, position, heardMs, -1, heardMs, 5, 50, true, 7));
    }

    private void take(PositionRecord.Writable record) {
        hand.take(record);
    }

    private void take(LinkHold hold) {
        follower.takeControl(new ConsumerRecord<>(
                "control", 0, 0, ControlRecords.encodeKey(hold), ControlRecords.encodeValue(hold)));
    }
}
