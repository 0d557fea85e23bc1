package io.twinspan.it.endurance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinspan.testkit.process.JavaProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two processes with the same file share the work; one is killed, or frozen and wakes up again, and the other takes over. */
class SharedWorkIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedWorkIT.class);

    /** Each kill is followed by a takeover and another sharing, which take a while. */
    private static final int KILLS = KillsIT.isLong() ? KillsIT.KILLS : 1;

    private static final Map<String, String> FOUR_TASKS = Map.of("dc1->dc2.tasks.max", "4");
    private static final int SETTLES_FOR_MS = 8_000;

    /** One of so many kills comes before the work is shared again. */
    private static final int AMID_REBALANCE = 5;

    private static final long FROZEN_MS = 20_000;

    private final Times times = new Times();

    @Test
    void losesDoublesAndReordersNothingWhenOneOfTwoProcessesIsKilled() {
        try (Rig rig = Rig.start("shared", 1, FOUR_TASKS)) {
            List<JavaProcess> processes = startBoth(rig);
            for (int i = 0; i < KILLS; i++) {
                int hit = rig.random().nextInt(2);
                rig.kill(processes.get(hit));
                awaitTakeover(rig, "kill " + (i + 1) + " of " + processes.get(hit));

                rig.letPass(SETTLES_FOR_MS);
                processes.set(hit, rig.launch(name(hit)));
                if (i % AMID_REBALANCE < AMID_REBALANCE - 1) {
                    awaitShares(rig, new Recovery(rig.gauge(), Map.of()));
                }
                rig.letPass(SETTLES_FOR_MS);
            }
            LOGGER.info("{} kills of one of two processes{}", KILLS, times);

            rig.verify();
        }
    }

    @Test
    void losesDoublesAndReordersNothingWhenAFrozenProcessWakesUp() {
        assumeTrue(KillsIT.isLong(), "a part of the long form, dev/kills");
        int freezes = Math.max(1, KillsIT.KILLS / 5);
        try (Rig rig = Rig.start("frozen", 1, FOUR_TASKS)) {
            List<JavaProcess> processes = startBoth(rig);
            for (int i = 0; i < freezes; i++) {
                JavaProcess frozen = processes.get(rig.random().nextInt(2));
                frozen.pause();
                Recovery takeover = awaitTakeover(rig, "freeze " + (i + 1) + " of " + frozen);
                rig.watch(takeover, Math.max(0, FROZEN_MS - takeover.elapsedMs()));

                // It still believes that it owns its lanes, and sends what it had in hand.
                frozen.resume();
                rig.letPass(2L * SETTLES_FOR_MS);
            }
            LOGGER.info("{} freezes of one of two processes{}", freezes, times);

            rig.verify();
        }
    }

    private static String name(int index) {
        return List.of("one", "two").get(index);
    }

    private static List<JavaProcess> startBoth(Rig rig) {
        List<JavaProcess> processes = new ArrayList<>(List.of(rig.launch(name(0))));
        var start = new Recovery(rig.gauge(), Map.of());
        rig.watch(start, "every partition is copied", () -> start.caughtUp().isPresent());
        processes.add(rig.launch(name(1)));
        awaitShares(rig, new Recovery(rig.gauge(), Map.of()));
        return processes;
    }

    private static void awaitShares(Rig rig, Recovery since) {
        rig.watch(
                since,
                "both processes have their share",
                () -> List.of(0, 1).stream()
                        .anyMatch(i -> rig.gauge().taskOwners(rig.log(name(i))).size() == 2));
    }

    /** Returns when every partition is copied on beyond all that the source had at the fault. */
    private Recovery awaitTakeover(Rig rig, String fault) {
        Map<TopicPartition, Long> wanted = rig.gauge().sourceEnds().orElse(Map.of());
        var takeover = new Recovery(rig.gauge(), wanted);
        rig.watch(
                takeover,
                "every partition is copied on",
                () -> takeover.caughtUp().isPresent());
        LOGGER.info("{}: {}", fault, takeover);
        times.add("to lanes moved", takeover.every());
        times.add("to caught up", takeover.caughtUp());
        return takeover;
    }
}
