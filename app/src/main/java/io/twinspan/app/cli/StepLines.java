package io.twinspan.app.cli;

import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Observer;
import io.twinspan.control.operation.Step;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows how an operation gets on: a line for each step, and what it is doing: at once on a terminal, elsewhere now and then, for logs. Why a
 * step failed is for the command to say. Confined to the main thread.
 */
final class StepLines implements Observer {
    private static final int WIDTH = 100;
    private static final long LOG_EVERY_MS = 10_000;

    private final Console console;
    private final boolean isSilent;
    private final LongSupplier nowMs;
    private String head = "";
    private long saidMs;

    /**
     * Shows nothing yet.
     *
     * @param isSilent whether to show nothing, since the result is printed for a program
     */
    StepLines(Console console, boolean isSilent, LongSupplier nowMs) {
        this.console = console;
        this.isSilent = isSilent;
        this.nowMs = nowMs;
    }

    @Override
    public void begins(Step step, int number, int of) {
        head = String.format("%2d/%d %-10s", number, of, step.name());
        saidMs = nowMs.getAsLong();
        show(step.title());
    }

    @Override
    public void progress(Step step, String sentence) {
        show(sentence);
    }

    /** What it is doing now is on one line, which the next one replaces; a log gets a line of it from time to time. */
    private void show(String sentence) {
        if (isSilent) {
            return;
        }
        String line = head + " ...  " + sentence.lines().findFirst().orElse("");
        if (console.isTerminal()) {
            console.overwrite(line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line);
        } else if (nowMs.getAsLong() - saidMs >= LOG_EVERY_MS) {
            saidMs = nowMs.getAsLong();
            console.plain(line);
        }
    }

    @Override
    public void ends(Step step, Entry.Type how, String text, long tookMs) {
        if (isSilent) {
            return;
        }
        String word = switch (how) {
            case DONE -> console.styled("green", "done   ");
            case SKIPPED -> "skipped";
            case UNDONE -> "undone ";
            default -> console.styled("bold,red", "FAILED ");
        };
        console.overwrite("");
        console.plain(head + " " + word + String.format("%9s", DurationText.of(Duration.ofMillis(tookMs)))
                + (text.isEmpty() || how == Entry.Type.FAILED
                        ? ""
                        : "  " + text.replace("\n", "\n" + " ".repeat(head.length() + 2))));
    }
}
