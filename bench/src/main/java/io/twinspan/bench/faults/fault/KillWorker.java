package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Copiers;
import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;

/** One of the two processes is killed with -9, and started again later. Confined to the programme's thread. */
final class KillWorker implements Fault {
    private final Duration lasts;
    private String victim = "";

    KillWorker(Duration lasts) {
        this.lasts = lasts;
    }

    @Override
    public String name() {
        return "kill-worker";
    }

    @Override
    public String what() {
        return "kill -9 of one of the two processes that copy; it comes back later";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void inject(Scene scene) {
        victim = Copiers.NAMES.get(scene.random().nextInt(Copiers.NAMES.size()));
        scene.copiers().kill(victim);
        scene.note("process " + victim + " killed");
    }

    @Override
    public void heal(Scene scene) {
        scene.copiers().start(victim);
    }
}
