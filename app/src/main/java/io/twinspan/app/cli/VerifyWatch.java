package io.twinspan.app.cli;

import io.twinspan.control.verify.VerifyProgress;
import java.time.Clock;

/** Tells how far a verification is: a line that changes on a terminal, a line every ten seconds elsewhere. Confined to the main thread. */
final class VerifyWatch {
    private static final long TERMINAL_MS = 500;
    private static final long LINE_MS = 10_000;

    private final Console console;
    private final String link;
    private final Clock clock;
    private long toldMs;

    VerifyWatch(Console console, String link, Clock clock) {
        this.console = console;
        this.link = link;
        this.clock = clock;
        this.toldMs = console.isTerminal() ? 0 : clock.millis();
    }

    void tell(VerifyProgress progress) {
        long now = clock.millis();
        if (now - toldMs >= (console.isTerminal() ? TERMINAL_MS : LINE_MS)) {
            toldMs = now;
            console.progress(text(link, progress));
        }
    }

    void done() {
        console.progressEnds();
    }

    static String text(String link, VerifyProgress progress) {
        long percent = progress.offsets() == 0 ? 100 : 100 * progress.offsetsDone() / progress.offsets();
        long left = progress.leftMs();
        return "verifying " + link + ": " + percent + " %, "
                + Quantities.number(progress.partitionsDone()) + " of "
                + Quantities.number(progress.partitions()) + " partitions, "
                + Quantities.number(progress.records()) + " records, "
                + Quantities.bytes(progress.bytes()) + " of both sides, "
                + Quantities.bytes(progress.bytesPerSecond()) + "/s"
                + (left < 0 ? "" : ", " + Quantities.span(left) + " left")
                + (progress.differences() == 0
                        ? ""
                        : ", " + Quantities.number(progress.differences()) + " differences");
    }
}
