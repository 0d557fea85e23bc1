package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;

/** Every broker of one side is stopped in good order and started again, one after the other. Confined to the programme's thread. */
final class RollingRestart implements Fault {
    private final Side side;

    RollingRestart(Side side) {
        this.side = side;
    }

    @Override
    public String name() {
        return "rolling-restart-" + side.word();
    }

    @Override
    public String what() {
        return "every broker of the " + side.word() + " is restarted in good order, one after the other";
    }

    @Override
    public boolean countedFromHeal() {
        return true;
    }

    @Override
    public Duration lasts() {
        return Duration.ZERO;
    }

    @Override
    public void inject(Scene scene) {
        for (int broker : side.of(scene).brokerIds()) {
            side.of(scene).stopBroker(broker);
            side.of(scene).startBroker(broker);
            scene.pause(2_000);
        }
    }
}
