package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private final Freshness freshness = new Freshness();

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(freshness.heardMs()).isEqualTo(-1);
        assertThat(freshness.lostMs()).isEqualTo(-1);
        assertThat(freshness.caughtUpMs(100)).isEqualTo(-1);
        freshness.lost(5);
        freshness.heardNothing(6);
        assertThat(freshness.heardMs()).isEqualTo(-1);
        assertThat(freshness.lostMs()).isEqualTo(-1);
    }

    @Test
    void allOfATimeIsCopiedOnceThePositionHasComeToTheEndOfThatTime() {
        freshness.heard(10, 1_000);
        freshness.heard(20, 2_000);

        assertThat(freshness.caughtUpMs(9)).isEqualTo(-1);
        assertThat(freshness.caughtUpMs(10)).isEqualTo(1_000);
        assertThat(freshness.caughtUpMs(19)).isEqualTo(1_000);
        assertThat(freshness.caughtUpMs(20)).isEqualTo(2_000);
    }

    @Test
    void anIdleSourceIsUpToDateByItsLastWord() {
        freshness.heard(10, 1_000);
        assertThat(freshness.caughtUpMs(10)).isEqualTo(1_000);
        freshness.heardNothing(1_500);
        freshness.heardNothing(2_000);
        assertThat(freshness.caughtUpMs(10)).isEqualTo(2_000);
        assertThat(freshness.heardMs()).isEqualTo(2_000);
    }

    @Test
    void theSameEndHeardLaterCountsLater() {
        freshness.heard(10, 1_000);
        freshness.heardNothing(1_700);
        freshness.heard(11, 1_900);

        assertThat(freshness.caughtUpMs(10)).isEqualTo(1_700);
    }

    @Test
    void silenceIsNoticedOnceAndEndsWithAWord() {
        freshness.heard(10, 1_000);
        freshness.lost(1_100);
        freshness.lost(1_200);
        assertThat(freshness.lostMs()).isEqualTo(1_100);
        assertThat(freshness.heardMs()).isEqualTo(1_000);
        freshness.heardNothing(1_300);
        assertThat(freshness.lostMs()).isEqualTo(-1);
    }

    @Test
    void whatATruncatedSourceSaidBeforeIsForgotten() {
        freshness.heard(10, 1_000);
        freshness.heard(20, 2_000);
        freshness.heard(15, 3_000);

        assertThat(freshness.caughtUpMs(10)).isEqualTo(1_000);
        assertThat(freshness.caughtUpMs(15)).isEqualTo(3_000);
    }

    @Test
    void whoHasToCopyAgainIsNotUpToDate() {
        freshness.heard(10, 1_000);
        assertThat(freshness.caughtUpMs(10)).isEqualTo(1_000);
        freshness.heardNothing(2_000);
        assertThat(freshness.caughtUpMs(7)).isEqualTo(-1);
        assertThat(freshness.caughtUpMs(10)).isEqualTo(2_000);
    }

    /** However long a lane is behind, it never claims to be less behind than it is, and forgets at most half of what it heard. */
    @Test
    void neverClaimsToBeFresherThanItIs() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var lane = new Freshness();
            List<long[]> heard = new ArrayList<>();
            long end = 0;
            long position = 0;
            long nowMs = 0;
            for (int step = 0; step < 1_000; step++) {
                nowMs += 1 + random.nextInt(20);
                if (random.nextInt(3) > 0) {
                    end += random.nextInt(5);
                    lane.heard(end, nowMs);
                    heard.add(new long[] {end, nowMs});
                }
                position += random.nextInt(1 + (int) Math.min(4, end - position));
                long truth = -1;
                for (long[] one : heard) {
                    truth = one[0] <= position ? one[1] : truth;
                }
                assertThat(lane.caughtUpMs(position))
                        .as("seed %s, step %s", seed, step)
                        .isLessThanOrEqualTo(truth);
            }
            assertThat(lane.caughtUpMs(end)).as("seed %s", seed).isEqualTo(heard.get(heard.size() - 1)[1]);
        }
    }
}
