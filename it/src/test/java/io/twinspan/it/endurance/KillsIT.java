package io.twinspan.it.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.process.JavaProcess;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process is killed with -9 at random moments, also while it starts, and started again. */
class KillsIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(KillsIT.class);
    static final int KILLS = Integer.getInteger("kills", 4);

    /** Below so many kills, a run is a short form, without the scenarios that take minutes. */
    private static final int LONG = 10;

    /** Among so many kills, one hits a process that is still starting. */
    private static final int WHILE_STARTING = 4;

    private static final int STARTS_FOR_MS = 10_000;
    private static final int RUNS_FOR_MS = 6_000;

    static boolean isLong() {
        return KILLS >= LONG;
    }

    @Test
    void losesDoublesAndReordersNothingWhenTheProcessIsKilled() {
        var times = new Times();
        int hitRecords = 0;
        try (Rig rig = Rig.start("process", 1, Map.of())) {
            Map<TopicPartition, Long> ends = Map.of();
            for (int i = 0; i < KILLS; i++) {
                var recovery = new Recovery(rig.gauge(), ends, Map.of());
                JavaProcess process = rig.launch("one");
                if (i % WHILE_STARTING == WHILE_STARTING - 1) {
                    rig.watch(recovery, rig.random().nextInt(STARTS_FOR_MS));
                } else {
                    rig.watch(
                            recovery,
                            "a new record is in the target",
                            () -> recovery.first().isPresent());
                    rig.watch(recovery, rig.random().nextInt(RUNS_FOR_MS));
                }
                long lived = recovery.elapsedMs();
                rig.kill(process);

                ends = rig.gauge().targetEnds().orElse(ends);
                Optional<Long> past = rig.gauge().pastStoredPositions();
                hitRecords += past.orElse(0L) > 0 ? 1 : 0;
                LOGGER.info(
                        "kill {} after {} ms: lag at the start {}, first record after {}, caught up after {}; {} records past the stored"
                                + " positions",
                        i + 1,
                        lived,
                        recovery.lagAtStart(),
                        recovery.first(),
                        recovery.caughtUp(),
                        past);
                times.add("start to first new record", recovery.first());
                times.add("start to caught up", recovery.caughtUp());
            }
            var recovery = new Recovery(rig.gauge(), ends, Map.of());
            rig.launch("one");
            rig.watch(recovery, "all is caught up", () -> recovery.caughtUp().isPresent());
            times.add("start to first new record", recovery.first());
            times.add("start to caught up", recovery.caughtUp());
            LOGGER.info("{} of {} kills left records past the stored positions; {}", hitRecords, KILLS, times);

            rig.verify();
        }
        // Else the kills would have shown nothing.
        assertThat(hitRecords).isGreaterThanOrEqualTo(KILLS / 2);
    }
}
