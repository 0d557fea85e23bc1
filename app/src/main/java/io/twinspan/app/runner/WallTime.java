package io.twinspan.app.runner;

import io.twinspan.control.operation.Time;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time on the wall; waiting ends when the process is asked to. Thread-safe. */
public final class WallTime implements Time {
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public long nowMs() {
        return System.currentTimeMillis();
    }

    @Override
    public boolean pause(long ms) {
        try {
            return !stopped.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Nobody waits any longer. */
    public void stop() {
        stopped.countDown();
    }

    /** Whether the process was asked to end. */
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
