package io.twinspan.app.cli;

import io.twinspan.app.runner.StopSignals;
import io.twinspan.model.error.ReplicationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows something again and again, until Ctrl-C or SIGTERM: a terminal is redrawn, elsewhere one block follows the other. Confined to the
 * main thread, but for {@link #stop}, which any thread may call.
 */
final class Watch {
    /** For the description of an option. */
    static final String DESCRIPTION = "Look again every 2 seconds, until Ctrl-C.";

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Console console;
    private final boolean isJson;
    private final Duration every;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param isJson whether what is shown is for a program, which wants nothing else */
    Watch(Console console, boolean isJson) {
        this(console, isJson, EVERY);
    }

    Watch(Console console, boolean isJson, Duration every) {
        this.console = console;
        this.isJson = isJson;
        this.every = every;
    }

    /** Shows what this gives; returns the exit code when it is told to stop. */
    int show(Supplier<String> look) throws InterruptedException {
        StopSignals signals = StopSignals.calling(this::stop);
        try {
            do {
                block(look);
            } while (!stopped.await(every.toMillis(), TimeUnit.MILLISECONDS));
            return ExitCode.DONE.code();
        } finally {
            signals.close();
        }
    }

    private void block(Supplier<String> look) {
        String text;
        try {
            text = look.get();
        } catch (ReplicationException e) {
            // It may work the next time.
            console.error(String.valueOf(e.getMessage()));
            return;
        }
        console.plain(
                isJson
                        ? text
                        : (console.isTerminal() ? CLEAR : "") + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n"
                                + text + "\n");
    }

    /** Ends it after the block that is being made. */
    void stop() {
        stopped.countDown();
    }
}
