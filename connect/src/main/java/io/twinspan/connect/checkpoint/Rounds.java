package io.twinspan.connect.checkpoint;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing again and again; when it fails, soon again, with growing pauses. Thread-safe.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rounds.class);
    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LAST_RETRY_MS = 30_000;

    private final String about;
    private final Round round;
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    // Written by the thread; read by others.
    private volatile @Nullable RuntimeException failure;

    // Confined to the thread.
    private long retryMs = FIRST_RETRY_MS;

    /** What is done. Called on the thread of the rounds only. */
    interface Round {
        /** Does it once; returns after how many milliseconds to do it again. */
        long run();
    }

    /**
     * Makes the rounds; {@link #start} begins them.
     *
     * @param about what the rounds are for, for people: {@code Link dc1->dc2: reading groups}
     */
    Rounds(String threadName, String about, Round round) {
        this.about = about;
        this.round = round;
        this.thread = new Thread(this::run, threadName);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits for the first round, at most this long; returns its failure, or null if it went well or is not over. */
    @Nullable
    RuntimeException awaitFirst(Duration atMost) throws InterruptedException {
        return first.await(atMost.toMillis(), TimeUnit.MILLISECONDS) ? failure : null;
    }

    /** Why the last round failed, or null. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    private void run() {
        try {
            long waitMs = 0;
            while (!closed.await(waitMs, TimeUnit.MILLISECONDS)) {
                waitMs = once();
                first.countDown();
            }
        } catch (InterruptedException e) {
            LOGGER.debug("{}: interrupted, so it stops.", about, e);
        }
    }

    private long once() {
        try {
            long waitMs = round.run();
            failure = null;
            retryMs = FIRST_RETRY_MS;
            return waitMs;
        } catch (RuntimeException e) {
            // Whatever it is, of a plug-in too: the rounds must not end in silence.
            if (closed.getCount() == 0) {
                return 0;
            }
            failure = e;
            long waitMs = retryMs;
            retryMs = Math.min(LAST_RETRY_MS, 2 * retryMs);
            if (e instanceof Misconfigured && first.getCount() > 0) {
                LOGGER.debug("{} failed.", about, e);
            } else {
                LOGGER.warn(
                        "{} failed; the next attempt is in {} ms. {}",
                        about,
                        waitMs,
                        e.getMessage(),
                        e instanceof ReplicationException ? null : e);
            }
            return waitMs;
        }
    }

    /** Ends the thread; waits for it a moment only, since a request to a dead cluster may hold it. */
    @Override
    public void close() {
        closed.countDown();
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
