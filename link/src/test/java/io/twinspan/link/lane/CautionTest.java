package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The part of invariant F that is about time; the simulator found it (late appends behind retention and compaction). */
class CautionTest {
    private static final long NOW = 1_000_000;

    private final Caution caution = new Caution();

    @Test
    void behindAHoleItWaitsUntilWhatWasSentLastHasArrived() {
        caution.lostTrack(NOW);

        assertThat(caution.mustSettle(true, NOW + 100)).isTrue();
        assertThat(caution.notBefore(NOW + 150)).isEqualTo(NOW + Caution.LATE_MS);

        caution.scanned(NOW + Caution.LATE_MS);
        assertThat(caution.mustSettle(true, NOW + Caution.LATE_MS)).isFalse();
        assertThat(caution.notBefore(NOW + Caution.LATE_MS + 20)).isEqualTo(NOW + Caution.LATE_MS + 20);
    }

    @Test
    void withoutAHoleItDoesNotWait() {
        caution.lostTrack(NOW);

        assertThat(caution.mustSettle(false, NOW)).isFalse();
        assertThat(caution.notBefore(NOW + 20)).isEqualTo(NOW + 20);
    }

    @Test
    void onceAnAppendWasHeardOfNothingEarlierCanArrive() {
        caution.lostTrack(NOW);
        caution.readsBack(false);

        assertThat(caution.mustSettle(true, NOW + 1)).isFalse();
    }

    @Test
    void aLaneThatNobodyRanBeforeDoesNotWait() {
        assertThat(caution.mustSettle(true, NOW)).isFalse();
    }
}
