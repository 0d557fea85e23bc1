package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of both processes jumps an hour, forward or back, and returns later. Only theirs: they run with libfaketime (Debian:
 * faketime); the machine's clock is left alone. Confined to the programme's thread.
 */
final class ClockJump implements Fault {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    private static final long HOUR_SECONDS = 3_600;

    @Override
    public String name() {
        return "clock-jump";
    }

    @Override
    public String what() {
        return "the wall clock of both processes jumps an hour, and back 20 s later";
    }

    @Override
    public Optional<String> missing() {
        return Files.exists(LIBRARY) ? Optional.empty() : Optional.of("it takes libfaketime (Debian: apt-get install faketime)");
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(20);
    }

    private static Path file(Scene scene) {
        return scene.copiers().file("one").resolveSibling("clock").toAbsolutePath();
    }

    private static void set(Scene scene, long seconds) {
        try {
            Path file = file(scene);
            Files.createDirectories(file.getParent());
            Path next = Files.writeString(file.resolveSibling("clock.next"), (seconds < 0 ? "" : "+") + seconds + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the processes' clock", e);
        }
    }

    @Override
    public void prepare(Scene scene) {
        set(scene, 0);
        scene.copiers()
                .environment(Map.of(
                        "LD_PRELOAD", LIBRARY.toString(),
                        "FAKETIME_TIMESTAMP_FILE", file(scene).toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
    }

    @Override
    public void inject(Scene scene) {
        long jump = scene.random().nextBoolean() ? HOUR_SECONDS : -HOUR_SECONDS;
        set(scene, jump);
        scene.note("the processes' clock jumped by " + jump + " s");
    }

    @Override
    public void heal(Scene scene) {
        set(scene, 0);
    }
}
