package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Copiers;
import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the two processes is frozen (SIGSTOP) until its work has moved to the other, and wakes up: it still believes that the work is
 * its own. Whether it then tried to write is read from the target's brokers, which log what they refuse. Confined to the programme's thread.
 */
final class FreezeWorker implements Fault {
    private static final List<String> REFUSALS = List.of(
            "OutOfOrderSequence", "Out of order sequence", "InvalidProducerEpoch", "ProducerFenced", "epoch older");

    private final Map<Integer, Long> marks = new HashMap<>();
    private String victim = "";
    private long refused;

    @Override
    public String name() {
        return "freeze-worker";
    }

    @Override
    public String what() {
        return "SIGSTOP of one of the two processes for 20 s, while its work moves; then it wakes up and writes on";
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void inject(Scene scene) {
        victim = Copiers.NAMES.get(scene.random().nextInt(Copiers.NAMES.size()));
        scene.copiers().process(victim).pause();
        scene.note("process " + victim + " frozen for 20 s");
    }

    @Override
    public void heal(Scene scene) {
        refusals(scene, true);
        scene.copiers().process(victim).resume();
        scene.pause(10_000);
        refused = refusals(scene, false);
        scene.note("after it woke up, the target's brokers refused " + refused + " of its appends");
    }

    /** Counts the refusals in the brokers' logs since the mark. */
    private long refusals(Scene scene, boolean mark) {
        ProcessCluster target = scene.stage().target();
        long found = 0;
        for (int broker : target.brokerIds()) {
            try {
                String text = new String(Files.readAllBytes(target.log(broker)), StandardCharsets.ISO_8859_1);
                if (mark) {
                    marks.put(broker, (long) text.length());
                } else {
                    found += text.substring((int) Math.min(text.length(), marks.getOrDefault(broker, 0L)))
                            .lines()
                            .filter(line -> REFUSALS.stream().anyMatch(line::contains))
                            .count();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read what broker " + broker + " said", e);
            }
        }
        return found;
    }

    @Override
    public Optional<String> shownNothing(Scene scene) {
        return refused > 0
                ? Optional.empty()
                : Optional.of("no broker refused an append of the process that woke up, so it did not try to write");
    }
}
