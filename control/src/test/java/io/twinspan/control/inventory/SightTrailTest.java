package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Sight;
import org.junit.jupiter.api.Test;

class SightTrailTest {
    private final SightTrail trail = new SightTrail();

    @Test
    void theLastSecondsCount() {
        at(0, 0);
        for (int second = 1; second <= 20; second++) {
            at(second * 100L, second * 1_000L);
        }

        assertThat(trail.copiedPerSecond(20_000)).isEqualTo(100);
    }

    @Test
    void oneSightTellsNoSpeed() {
        at(500, 1_000);

        assertThat(trail.copiedPerSecond(1_000)).isEqualTo(-1);
        assertThat(trail.copiedPerSecond(1_400)).isEqualTo(-1);
    }

    @Test
    void whatDoesNotChangeStandsStill() {
        at(500, 1_000);

        assertThat(trail.copiedPerSecond(3_000)).isZero();
        assertThat(trail.copiedPerSecond(500_000)).isZero();
    }

    /** 300 records, all in the last two of ten seconds that are looked at. */
    @Test
    void whatStoodStillBeforeCountsFromTheBeginningOfTheWindow() {
        at(0, 1_000);
        at(100, 99_000);
        at(300, 100_000);

        assertThat(trail.copiedPerSecond(100_000)).isEqualTo(30);
    }

    @Test
    void aTargetThatLostRecordsIsNoNegativeSpeed() {
        at(500, 1_000);
        at(400, 2_000);

        assertThat(trail.copiedPerSecond(2_000)).isZero();
    }

    private void at(long position, long heardMs) {
        trail.add(new Sight("orders", 0, position, position, heardMs, -1, heardMs, 0, 0, true, 1));
    }
}
