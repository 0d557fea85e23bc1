package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadPositionTest {
    private final ReadPosition read = new ReadPosition(1);

    @Test
    void takesEachReadsOutcomeOnce() {
        int ticket = read.sent();
        assertThat(read.isReady()).isFalse();
        assertThat(read.landed(ticket)).isTrue();
        assertThat(read.landed(ticket)).isFalse();
        assertThat(read.isReady()).isTrue();

        int next = read.sent();
        assertThat(read.landed(ticket)).as("an old ticket").isFalse();
        assertThat(read.landed(next)).isTrue();
    }

    @Test
    void aResetMakesOlderTicketsVoid() {
        int ticket = read.sent();
        read.reset(10, 3);

        assertThat(read.isReady()).isTrue();
        assertThat(read.landed(ticket)).isFalse();
        assertThat(read.offset()).isEqualTo(10);
        assertThat(read.lastEpoch()).isEqualTo(3);
    }

    @Test
    void onlyAdvances() {
        read.reset(10, 3);
        read.advance(10, -1, 20);
        assertThat(read.lastEpoch()).as("nothing was read").isEqualTo(3);
        assertThat(read.isCaughtUp()).isFalse();

        read.advance(20, 4, 20);
        assertThat(read.lastEpoch()).isEqualTo(4);
        assertThat(read.isCaughtUp()).isTrue();
    }

    @Test
    void pausesUntilItsTimeHasCome() {
        long until = read.pause(1_000);
        assertThat(until).isGreaterThan(1_000);
        read.resumeIfDue(until - 1);
        assertThat(read.isReady()).isFalse();
        read.resumeIfDue(until);
        assertThat(read.isReady()).isTrue();
    }
}
