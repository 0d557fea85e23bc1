package io.twinspan.bench.faults.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** All faults by name, and the order in which a seed has them happen. Stateless. */
public final class Faults {
    private static final Duration DOWN = Duration.ofSeconds(25);
    private static final Duration DOWN_SHORTLY = Duration.ofSeconds(12);

    /** Those of the short form, in their order. */
    public static final List<String> SHORT =
            List.of("kill-source-broker", "kill-target-broker", "cut-line-5s", "kill-worker");

    private Faults() {}

    /** All of them, in the order of the documentation. */
    public static Map<String, Supplier<Fault>> all() {
        List<Supplier<Fault>> all = List.of(
                () -> new KillBroker(Side.SOURCE, DOWN),
                () -> new KillBroker(Side.TARGET, DOWN),
                () -> new KillWorker(DOWN),
                FreezeWorker::new,
                MoveLeaders::new,
                () -> new RollingRestart(Side.SOURCE),
                () -> new RollingRestart(Side.TARGET),
                () -> new CutLine(5),
                () -> new CutLine(60),
                LosePackets::new,
                HalfOpen::new,
                ClockJump::new,
                FullDisk::new,
                SlowDisk::new,
                AddPartitions::new,
                RetentionOverrun::new,
                RecreateTopic::new,
                DeleteTargetTopic::new,
                () -> new UncleanElection(Side.TARGET),
                () -> new UncleanElection(Side.SOURCE));
        Map<String, Supplier<Fault>> byName = new LinkedHashMap<>();
        all.forEach(fault -> byName.put(fault.get().name(), fault));
        return byName;
    }

    /** A new one by its name. */
    public static Fault of(String name) {
        Supplier<Fault> fault = all().get(name);
        if (fault == null) {
            throw new IllegalArgumentException(
                    "no fault '" + name + "'; there are " + String.join(", ", all().keySet()));
        }
        return fault.get();
    }

    /** Of the short form: brokers and processes come back sooner. */
    public static List<Fault> shortOnes() {
        return List.of(
                new KillBroker(Side.SOURCE, DOWN_SHORTLY),
                new KillBroker(Side.TARGET, DOWN_SHORTLY),
                new CutLine(5),
                new KillWorker(DOWN_SHORTLY));
    }

    /** Some of the names, in an order that the seed decides. */
    public static List<String> inOrder(List<String> names, long seed) {
        names.forEach(Faults::of);
        List<String> order = new ArrayList<>(names);
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    /** What decides a fault's choices: the same for a seed, whichever other faults there are. */
    public static Random random(String name, long seed) {
        return new Random(seed * 31 + name.hashCode());
    }
}
