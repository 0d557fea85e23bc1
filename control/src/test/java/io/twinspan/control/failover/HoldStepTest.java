package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.scene.FollowerByHand;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import org.junit.jupiter.api.Test;

/** Somebody looked first at 1,000 and gave the order at 2,000; a task that lives stores a pulse every second. */
class HoldStepTest {
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

    private void look() {
        hand.setMs(1_000);
        hand.looked();
    }

    private void pulse(int task, long timeMs, long obeysMs) {
        hand.setMs(timeMs);
        hand.take(new PulseRecord(new Pulse(task, 7, timeMs, timeMs, obeysMs)));
    }

    private Iterable<Integer> waitedFor(long nowMs) {
        return HoldStep.disobedient(hand.follower(), ORDER_MS, nowMs);
    }
}
