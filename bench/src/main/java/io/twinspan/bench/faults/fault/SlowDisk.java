package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.time.Duration;

/**
 * A broker of the target gets on only now and then, as with a disk that is nearly too slow: it is stopped four fifths of the time
 * (SIGSTOP and SIGCONT), since a disk cannot be throttled everywhere. Confined to the programme's thread.
 */
final class SlowDisk implements Fault {
    private static final int SLICES = 30;
    private static final long STOPPED_MS = 400;
    private static final long RUNNING_MS = 100;

    @Override
    public String name() {
        return "slow-disk";
    }

    @Override
    public String what() {
        return "a broker of the target gets on only a fifth of the time for 15 s";
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
        ProcessCluster target = scene.stage().target();
        int broker = scene.random().nextInt(target.brokerIds().size());
        for (int slice = 0; slice < SLICES; slice++) {
            target.pause(broker);
            scene.pause(STOPPED_MS);
            target.resume(broker);
            scene.pause(RUNNING_MS);
        }
        scene.note("broker " + broker + " of the target was stopped 80 % of the time");
    }
}
