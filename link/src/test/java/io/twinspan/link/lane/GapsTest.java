package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {
    private final Gaps gaps = new Gaps();

    @Test
    void countsEveryOffsetOnce() {
        assertThat(gaps.add(0, 300)).isEqualTo(300);
        assertThat(gaps.add(350, 400)).isEqualTo(50);
        assertThat(gaps.add(0, 300)).isZero();
        assertThat(gaps.add(100, 380)).isEqualTo(50);
        assertThat(gaps.add(0, 517)).isEqualTo(117);
        assertThat(gaps.add(517, 520)).isEqualTo(3);
        assertThat(gaps.add(0, 520)).isZero();
    }

    @Test
    void forgetsWhatIsConfirmed() {
        gaps.add(0, 300);
        gaps.add(350, 400);
        gaps.forgetBelow(300);

        assertThat(gaps.add(200, 300))
                .as("cannot happen, but shows that it is forgotten")
                .isEqualTo(100);
        assertThat(gaps.add(350, 400)).isZero();
    }
}
