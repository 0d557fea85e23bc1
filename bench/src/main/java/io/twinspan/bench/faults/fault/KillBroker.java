package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.time.Duration;

/** A broker of one side is killed with -9, and started again later. Confined to the programme's thread. */
final class KillBroker implements Fault {
    private final Side side;
    private final Duration lasts;
    private int broker;

    KillBroker(Side side, Duration lasts) {
        this.side = side;
        this.lasts = lasts;
    }

    @Override
    public String name() {
        return "kill-" + side.word() + "-broker";
    }

    @Override
    public String what() {
        return "kill -9 of a broker of the " + side.word() + "; it comes back later";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void inject(Scene scene) {
        ProcessCluster cluster = side.of(scene);
        broker = scene.random().nextInt(cluster.brokerIds().size());
        cluster.killBroker(broker);
        scene.note("broker " + broker + " of the " + side.word() + " killed");
    }

    @Override
    public void heal(Scene scene) {
        side.of(scene).startBroker(broker);
    }
}
