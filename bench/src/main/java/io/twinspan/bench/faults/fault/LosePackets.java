package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;
import java.util.Locale;

/** The line loses some packets for a while. Confined to the programme's thread. */
final class LosePackets implements Fault {
    private static final double LEAST = 1;
    private static final double MOST = 5;

    @Override
    public String name() {
        return "lose-packets";
    }

    @Override
    public String what() {
        return "1 to 5 % of all packets between the source and the processes are lost for 20 s";
    }

    @Override
    public boolean countedFromHeal() {
        return true;
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void inject(Scene scene) {
        double percent = LEAST + scene.random().nextDouble() * (MOST - LEAST);
        scene.stage().line().lose(percent);
        scene.note(String.format(Locale.ROOT, "%.1f %% lost for 20 s", percent));
    }

    @Override
    public void heal(Scene scene) {
        scene.stage().line().lose(0);
    }
}
