package io.twinspan.app.cli;

import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Observer;
import io.twinspan.control.operation.Step;
import java.time.Duration;

/** Shows how an operation gets on: a line for each step, and on a terminal what it is doing. Confined to the main thread. */
final class StepLines implements Observer {
    private static final int WIDTH = 100;

    private final Console console;
    private final boolean isSilent;
    private String head = "";

    /** @param isSilent whether to show nothing, since the result is printed for a program */
    StepLines(Console console, boolean isSilent) {
        this.console = console;
        this.isSilent = isSilent;
    }

    @Override
    public void begins(Step step, int number, int of) {
        head = String.format("%2d/%d %-10s", number, of, step.name());
        show(step.title());
    }

    @Override
    public void progress(Step step, String sentence) {
        show(sentence);
    }

    /** What it is doing now is on one line, which the next one replaces. */
    private void show(String sentence) {
        if (!isSilent && console.isTerminal()) {
            String line = head + " ...  " + sentence.lines().findFirst().orElse("");
            console.overwrite(line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line);
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
                + (text.isEmpty() ? "" : "  " + text.replace("\n", "\n" + " ".repeat(head.length() + 2))));
    }
}
