package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Step;
import io.twinspan.control.operation.StepContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class StepLinesTest {
    private static final Step DRAIN = new Waiting();

    private final StringWriter out = new StringWriter();
    private long nowMs = 1_000;

    /** A step with a name. Immutable. */
    private static final class Waiting implements Step {
        @Override
        public String name() {
            return "drain";
        }

        @Override
        public String title() {
            return "waits until everything is copied";
        }

        @Override
        public Duration limit() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration estimate() {
            return Duration.ofSeconds(3);
        }

        @Override
        public Outcome run(StepContext context) {
            return Outcome.done("");
        }

        @Override
        public void undo(StepContext context) {}
    }

    private StepLines lines(boolean isTerminal, boolean isSilent) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(isTerminal ? Ansi.ON : Ansi.OFF));
        return new StepLines(new Console(command), isSilent, () -> nowMs);
    }

    @Test
    void aLogGetsALineForEachStepAndOneFromTimeToTimeWhileItTakes() {
        StepLines lines = lines(false, false);

        lines.begins(DRAIN, 4, 9);
        lines.progress(DRAIN, "900 records left");
        nowMs += 9_999;
        lines.progress(DRAIN, "800 records left");
        nowMs += 1;
        lines.progress(DRAIN, "700 records left");
        nowMs += 5_000;
        lines.progress(DRAIN, "600 records left");
        lines.ends(DRAIN, Entry.Type.DONE, "8 partitions are copied", 15_000);

        assertThat(out.toString().lines())
                .containsExactly(
                        " 4/9 drain      ...  700 records left",
                        " 4/9 drain      done        15 s  8 partitions are copied");
    }

    @Test
    void aTerminalShowsAtOnceWhatIsDone() {
        StepLines lines = lines(true, false);

        lines.begins(DRAIN, 4, 9);
        lines.progress(DRAIN, "900 records left");

        assertThat(out.toString())
                .isEqualTo("\r\u001b[K 4/9 drain      ...  waits until everything is copied"
                        + "\r\u001b[K 4/9 drain      ...  900 records left");
    }

    @Test
    void whyAStepFailedIsSaidOnceByTheCommand() {
        StepLines lines = lines(false, false);

        lines.begins(DRAIN, 4, 9);
        lines.ends(DRAIN, Entry.Type.FAILED, "orders-3 is not copied any more", 2_000);

        assertThat(out.toString()).isEqualTo(" 4/9 drain      FAILED     2.0 s\n");
    }

    @Test
    void aProgramGetsNothing() {
        StepLines lines = lines(false, true);

        lines.begins(DRAIN, 4, 9);
        nowMs += 60_000;
        lines.progress(DRAIN, "900 records left");
        lines.ends(DRAIN, Entry.Type.DONE, "done", 1);

        assertThat(out.toString()).isEmpty();
    }
}
