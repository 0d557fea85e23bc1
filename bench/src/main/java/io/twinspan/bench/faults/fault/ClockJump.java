package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.JumpClock;
import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock of both processes jumps an hour, forward or back, and returns later. Only theirs; the machine's is left alone.
 * Confined to the programme's thread.
 */
final class ClockJump implements Fault {
    private static final long HOUR_SECONDS = 3_600;

    private @Nullable JumpClock clock;

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
        return JumpClock.missing();
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void prepare(Scene scene) {
        JumpClock built = scene.copiers().jumpClock();
        scene.copiers().environment(built.environment());
        clock = built;
    }

    @Override
    public void inject(Scene scene) {
        long jump = scene.random().nextBoolean() ? HOUR_SECONDS : -HOUR_SECONDS;
        clock().jump(jump);
        scene.note("the processes' clock jumped by " + jump + " s");
    }

    @Override
    public void heal(Scene scene) {
        clock().jump(0);
    }

    private JumpClock clock() {
        JumpClock built = clock;
        if (built == null) {
            throw new IllegalStateException("the clock was not prepared");
        }
        return built;
    }
}
