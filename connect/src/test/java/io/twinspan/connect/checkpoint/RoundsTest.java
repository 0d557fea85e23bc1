package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void goesOnAfterAFailureAndTellsItUntilThen() throws Exception {
        var second = new CountDownLatch(1);
        var third = new CountDownLatch(1);
        try (var rounds = new Rounds("rounds-test", "A test", () -> {
            int run = runs.incrementAndGet();
            if (run == 1) {
                throw new TransientFailure("not yet");
            }
            (run == 2 ? second : third).countDown();
            return run == 2 ? 1 : TimeUnit.DAYS.toMillis(1);
        })) {
            rounds.start();

            assertThat(rounds.awaitFirst(SOON)).hasMessage("not yet");
            assertThat(second.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(third.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(rounds.failure()).isNull();
        }
    }

    @Test
    void closingEndsARoundThatWaits() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var rounds = new Rounds("rounds-test", "A test", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            return 1;
        });
        rounds.start();
        assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        rounds.close();

        assertThat(interrupted.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
