package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import java.time.Duration;

/** Nothing gets through between the source and the processes for a while, and nobody is told. Confined to the programme's thread. */
final class CutLine implements Fault {
    private final int seconds;

    CutLine(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public String name() {
        return "cut-line-" + seconds + "s";
    }

    @Override
    public String what() {
        return "nothing gets through to the source for " + seconds + " s, and nobody is told";
    }

    @Override
    public boolean countedFromHeal() {
        return true;
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(seconds);
    }

    @Override
    public void inject(Scene scene) {
        scene.stage().line().cut();
    }

    @Override
    public void heal(Scene scene) {
        scene.stage().line().mend();
    }
}
