package io.twinspan.control.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Pulse;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
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
    void positionsAreExactOnceAllWhoRestHaveMadeSureOfThem() {
        look();
        assertThat(at(2_000).isSettled()).as("nobody rests").isFalse();

        settled(0, 2_100);
        pulse(1, 2_100, ORDER_MS);
        assertThat(at(2_200).isSettled()).isFalse();

        settled(1, 3_100);
        assertThat(at(3_200)).isEqualTo(new Resting(List.of(), 2, true));
    }

    /** What it says holds until the link is let go, also when the process has ended. */
    @Test
    void whoHasMadeSureNeedNotLive() {
        settled(0, 900 + ORDER_MS);
        look();

        assertThat(at(60_000).isSettled()).isTrue();
    }

    @Test
    void aTaskThatDiedShortlyBeforeMayHaveHadSomethingUnderWay() {
        hand.setMs(1_000_000);
        hand.take(new PulseRecord(new Pulse(0, 7, 990_000, 990_000, -1)));
        hand.take(new PulseRecord(new Pulse(1, 7, 1_000_100, 1_000_100, 1_000_000, true)));
        hand.looked();
        var hold = new LinkHold(Level.HELD, "op", 1_000_000, "");
        assertThat(Resting.of(hand.follower(), hold, 1_100_000).isSettled()).isFalse();

        var later = new LinkHold(Level.HELD, "op", 2_000_000, "");
        hand.take(new PulseRecord(new Pulse(1, 7, 2_000_100, 2_000_100, 2_000_000, true)));
        assertThat(Resting.of(hand.follower(), later, 2_100_000).isSettled())
                .as("long dead, its partitions are with the other one")
                .isTrue();
    }

    private Resting at(long nowMs) {
        return Resting.of(hand.follower(), new LinkHold(Level.HELD, "op", ORDER_MS, "a test"), nowMs);
    }

    private void settled(int task, long timeMs) {
        hand.setMs(timeMs);
        hand.take(new PulseRecord(new Pulse(task, 7, timeMs, -1, ORDER_MS, true)));
    }

    private void look() {
        hand.setMs(1_000);
        hand.looked();
    }

    private void pulse(int task, long timeMs, long obeysMs) {
        hand.setMs(timeMs);
        hand.take(new PulseRecord(new Pulse(task, 7, timeMs, timeMs, obeysMs)));
    }

    private Iterable<Integer> waitedFor(long nowMs) {
        return at(nowMs).waitFor();
    }
}
