package io.twinspan.control.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AheadTest {

    /** The work waits for what its caller does after it has begun: so both go on at the same time. */
    @Test
    @Timeout(30)
    void worksWhileItsCallerGoesOn() {
        var callerWentOn = new CountDownLatch(1);
        Ahead<Boolean> ahead = Ahead.begin("test", () -> awaits(callerWentOn));
        callerWentOn.countDown();
        assertThat(ahead.take()).isTrue();
    }

    @Test
    void throwsWhatTheWorkThrew() {
        var refused = new Misconfigured("dc1.bootstrap.servers", "no");
        Ahead<String> ahead = Ahead.begin("test", () -> {
            throw refused;
        });
        assertThatThrownBy(ahead::take).isSameAs(refused);
    }

    @Test
    void doesNotWaitOnWhenInterrupted() {
        var released = new CountDownLatch(1);
        Ahead<Boolean> ahead = Ahead.begin("test", () -> awaits(released));
        Thread.currentThread().interrupt();
        assertThatThrownBy(ahead::take).isInstanceOf(TransientFailure.class);
        assertThat(Thread.interrupted()).isTrue();
        released.countDown();
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
