package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void sizesHaveOneDigitOfTheLargestUnitThatFits() {
        assertThat(Amounts.bytes(0)).isEqualTo("0 B");
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Amounts.bytes(999_949)).isEqualTo("999.9 kB");
        assertThat(Amounts.bytes(999_950)).isEqualTo("1.0 MB");
        assertThat(Amounts.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void timesAreAsExactAsTheyAreShort() {
        assertThat(Amounts.seconds(0)).isEqualTo("0.0 s");
        assertThat(Amounts.seconds(119_949)).isEqualTo("119.9 s");
        assertThat(Amounts.seconds(120_000)).isEqualTo("2 min");
        assertThat(Amounts.seconds(7_200_000)).isEqualTo("2 h");
        assertThat(Amounts.age(1_999)).isEqualTo("1 s ago");
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        assertThat(Amounts.bytes(-1)).isEqualTo("-");
        assertThat(Amounts.number(-1)).isEqualTo("-");
        assertThat(Amounts.seconds(-1)).isEqualTo("-");
        assertThat(Amounts.age(-1)).isEqualTo("never");
    }
}
