package io.twinspan.control.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Pulse;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody looked first at 1,000 and gave the order at 2,000; a task that lives stores a pulse every second. */
class RestingTest {
    private static final long ORDER_MS = 2_000;
    private static final long DEAD_AFTER_MS = 5_000;

    private final FollowerByHand hand = new FollowerByHand();

    @Test
    void aTaskThatLivesIsWaitedForUntilItRestsByThisOrder() {
        look();
        pulse(0, 2_100, -1);
        assertThat(waitedFor(2_200)).containsExactly(0);

        pulse(0, 3_100, ORDER_MS - 500);
        assertThat(waitedFor(3_200))
                .as("it rests by an earlier order, and may have been let go since")
                .containsExactly(0);

        pulse(0, 4_100, ORDER_MS);
        assertThat(waitedFor(4_200)).isEmpty();
    }

    @Test
    void oneOfSeveralThatCopiesIsEnoughToWait() {
        look();
        pulse(0, 2_100, ORDER_MS);
        pulse(1, 2_100, -1);
        pulse(2, 2_100, ORDER_MS);

        assertThat(waitedFor(2_200)).containsExactly(1);
    }

    /** It may have written its last pulse just before anybody looked. */
    @Test
    void aTaskThatWasSilentSoFarGetsTheTimeInWhichItWouldHaveToGiveASign() {
        pulse(0, 900, -1);
        look();

        assertThat(waitedFor(ORDER_MS)).containsExactly(0);
        assertThat(waitedFor(1_000 + DEAD_AFTER_MS)).containsExactly(0);
        assertThat(waitedFor(1_000 + DEAD_AFTER_MS + 1)).isEmpty();
    }

    @Test
    void aTaskThatDiesBeforeItObeysIsNotWaitedForLongerThanThat() {
        look();
        pulse(0, 3_000, -1);

        assertThat(waitedFor(3_000 + DEAD_AFTER_MS)).containsExactly(0);
        assertThat(waitedFor(3_000 + DEAD_AFTER_MS + 1)).isEmpty();
    }

    @Test
    void aTaskThatComesBackIsWaitedForAgain() {
        look();
        pulse(0, 3_000, -1);
        assertThat(waitedFor(20_000)).isEmpty();

        pulse(0, 20_500, -1);
        assertThat(waitedFor(20_600)).containsExactly(0);
    }

    @Test
    void whereNoTaskEverLivedNobodyIsWaitedFor() {
        look();

        assertThat(waitedFor(ORDER_MS)).isEmpty();
    }

    @Test
    void whereAllThatRestAreSureThePositionsAreExact() {
        look();
        pulse(0, 2_100, ORDER_MS);
        assertThat(resting(2_200)).isEqualTo(new Resting(List.of(), 1, false));

        pulse(new Pulse(0, 7, 3_100, -1, ORDER_MS, true));
        assertThat(resting(3_200)).isEqualTo(new Resting(List.of(), 1, true));
        pulse(1, 3_300, ORDER_MS);
        assertThat(resting(3_400)).as("one of two").isEqualTo(new Resting(List.of(), 2, false));
    }

    @Test
    void whereNobodyRestsNobodyIsSure() {
        look();

        assertThat(resting(ORDER_MS)).isEqualTo(new Resting(List.of(), 0, false));
    }

    /** What a task that has died lately had under way may be in the target, behind its last position. */
    @Test
    void aTaskThatDiedLatelyLeavesItsPositionsUnsureAndOneThatDiedLongAgoDoesNot() {
        var late = new RestingTest();
        late.pulse(1, ORDER_MS - 300, -1);
        late.look();
        late.pulse(new Pulse(0, 7, 20_000, -1, ORDER_MS, true));
        assertThat(late.resting(20_100)).isEqualTo(new Resting(List.of(), 1, false));

        long order = 10_000_000;
        hand.take(new PulseRecord(new Pulse(1, 7, order - 600_001, -1, -1)));
        hand.setMs(order - 1_000);
        hand.looked();
        hand.take(new PulseRecord(new Pulse(0, 7, order + 20_000, -1, order, true)));
        var hold = new LinkHold(LinkHold.Level.HELD, "f1", order, "its clients were moved");
        assertThat(Resting.of(hand.follower(), hold, order + 20_100)).isEqualTo(new Resting(List.of(), 1, true));
    }

    private void look() {
        hand.setMs(1_000);
        hand.looked();
    }

    private void pulse(int task, long timeMs, long obeysMs) {
        pulse(new Pulse(task, 7, timeMs, timeMs, obeysMs));
    }

    private void pulse(Pulse pulse) {
        hand.setMs(pulse.timeMs());
        hand.take(new PulseRecord(pulse));
    }

    private Iterable<Integer> waitedFor(long nowMs) {
        return resting(nowMs).waitFor();
    }

    private Resting resting(long nowMs) {
        var hold = new LinkHold(LinkHold.Level.HELD, "f1", ORDER_MS, "its clients were moved");
        return Resting.of(hand.follower(), hold, nowMs);
    }
}
