package io.twinspan.app.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience();

    @Test
    void triesAtOnceAndThenAfterWaitsThatDoubleUpToAMinute() {
        long now = 0;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(patience.tryNow(now)).isTrue();
            assertThat(patience.nextWait(now)).isEqualTo(Duration.ofSeconds(seconds));
            long due = now + Duration.ofSeconds(seconds).toNanos();
            assertThat(patience.tryNow(due - 1)).isFalse();
            now = due;
        }
    }

    @Test
    void forgetsFailuresAfterAWhileWithoutOne() {
        patience.tryNow(0);
        patience.tryNow(Duration.ofSeconds(1).toNanos());

        assertThat(patience.tryNow(Duration.ofMinutes(10).toNanos())).isTrue();

        assertThat(patience.attempts()).isEqualTo(1);
    }
}
