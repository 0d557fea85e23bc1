package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.bench.faults.scene.SmallDisk;
import io.twinspan.bench.faults.scene.Stage;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.util.Optional;

/**
 * The disk of one of the target's brokers runs full, upon which Kafka ends that broker; later there is room again, and it is started.
 * Confined to the programme's thread.
 */
final class FullDisk implements Fault {
    private static final long ENDS_WITHIN_MS = 30_000;
    private boolean ended;

    @Override
    public String name() {
        return "full-disk";
    }

    @Override
    public String what() {
        return "the disk of a broker of the target runs full; later there is room again, and the broker is started";
    }

    @Override
    public Optional<String> missing() {
        return SmallDisk.missing();
    }

    private static SmallDisk disk(Scene scene) {
        return scene.stage().disk().orElseThrow(() -> new IllegalStateException("this stage has no small disk"));
    }

    @Override
    public void inject(Scene scene) {
        disk(scene).fill();
        ProcessCluster target = scene.stage().target();
        ended = scene.await(ENDS_WITHIN_MS, () -> !target.isAlive(Stage.SMALL_BROKER));
        scene.note(ended ? "the broker with the full disk ended" : "the broker with the full disk goes on");
    }

    @Override
    public void heal(Scene scene) {
        disk(scene).free();
        if (ended) {
            scene.stage().target().killBroker(Stage.SMALL_BROKER);
            scene.stage().target().startBroker(Stage.SMALL_BROKER);
        }
    }

    @Override
    public Optional<String> shownNothing(Scene scene) {
        return ended ? Optional.empty() : Optional.of("the broker did not notice that its disk is full");
    }
}
