package io.twinspan.bench.measure;

import java.util.concurrent.TimeUnit;

/** A pause between two looks. Thread-safe: keeps nothing. */
public final class Pause {
    private Pause() {}

    /**
     * Waits so long.
     *
     * @throws IllegalStateException if the thread is interrupted
     */
    public static void ofMillis(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
