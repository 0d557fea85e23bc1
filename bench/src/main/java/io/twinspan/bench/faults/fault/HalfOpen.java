package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;

/**
 * What is between the source and the processes forgets all connections that are open, as a firewall does that restarts: their packets
 * vanish, no one gets a reset, and new connections work. Confined to the programme's thread.
 */
final class HalfOpen implements Fault {
    @Override
    public String name() {
        return "half-open";
    }

    @Override
    public String what() {
        return "the open connections to the source lead nowhere from now on, without a reset; new ones work";
    }

    @Override
    public Duration lasts() {
        return Duration.ZERO;
    }

    @Override
    public void inject(Scene scene) {
        scene.stage().line().forget();
    }
}
