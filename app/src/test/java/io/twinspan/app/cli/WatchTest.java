package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.error.TransientFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class WatchTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void elsewhereThanOnATerminalOneBlockFollowsTheOtherUntilItIsStopped() throws InterruptedException {
        Watch watch = watch(false, false);

        assertThat(watch.show(() -> look(watch, 3))).isZero();
        assertThat(out.toString()).matches(TIME + "look 1\n\n" + TIME + "look 2\n\n" + TIME + "look 3\n\n");
    }

    @Test
    void aTerminalIsRedrawn() throws InterruptedException {
        Watch watch = watch(false, true);

        watch.show(() -> look(watch, 1));
        assertThat(out.toString()).startsWith("\u001b[H\u001b[2J");
    }

    @Test
    void aProgramGetsNothingButWhatItAskedFor() throws InterruptedException {
        Watch watch = watch(true, false);

        watch.show(() -> look(watch, 2));
        assertThat(out).hasToString("look 1\nlook 2\n");
    }

    @Test
    void whatFailsOnceIsTriedAgain() throws InterruptedException {
        Watch watch = watch(true, false);

        watch.show(() -> {
            String text = look(watch, 2);
            if (looks.get() == 1) {
                throw new TransientFailure("no answer");
            }
            return text;
        });
        assertThat(out).hasToString("look 2\n");
        assertThat(err.toString()).contains("no answer");
    }

    private String look(Watch watch, int last) {
        if (looks.incrementAndGet() == last) {
            watch.stop();
        }
        return "look " + looks.get();
    }

    private Watch watch(boolean isJson, boolean isTerminal) {
        var line = new CommandLine(new TwinspanCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(isTerminal ? Ansi.ON : Ansi.OFF));
        return new Watch(new Console(line), isJson, Duration.ofMillis(1));
    }
}
