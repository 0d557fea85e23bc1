package io.twinspan.bench.faults.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JumpClockTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static long secondsOf(JumpClock clock) throws Exception {
        ProcessBuilder date = new ProcessBuilder("date", "+%s");
        date.environment().putAll(clock.environment());
        Process process = date.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Long.parseLong(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    @Test
    void jumpsForItsProcessesAndReturns() throws Exception {
        assumeTrue(JumpClock.missing().isEmpty(), "the library is built here");
        JumpClock clock = JumpClock.build(Path.of("..").toAbsolutePath(), directory);

        clock.jump(-3_600);
        long back = secondsOf(clock);
        clock.jump(0);
        long returned = secondsOf(clock);

        long now = System.currentTimeMillis() / 1_000;
        assertThat(now - back).isBetween(3_600L, 3_700L);
        assertThat(now - returned).isBetween(0L, 100L);
    }
}
