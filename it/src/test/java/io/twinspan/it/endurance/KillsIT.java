package io.twinspan.it.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.process.JavaProcess;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
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
        // Else the kills would have shown nothing.
        assertThat(kill("process", Map.of())).isGreaterThanOrEqualTo(KILLS / 2);
    }

    /** There, positions are stored after Connect's transactions, so what is past them tells nothing. */
    @Test
    @EnabledIf("isLong")
    void doesNotEitherInRecordModeWithExactlyOnceSources() {
        kill("record", Map.of("dc1->dc2.link.mode", "record", "dc2.exactly.once.source.support", "enabled"));
    }

    /** Returns after how many kills the target held records past the stored positions. */
    private static int kill(String name, Map<String, String> more) {
        var times = new Times();
        int hitRecords = 0;
        try (Rig rig = Rig.start(name, 1, more)) {
            Map<TopicPartition, Long> ends = Map.of();
            for (int i = 0; i < KILLS; i++) {
                var recovery = new Recovery(rig.gauge(), ends);
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
                LOGGER.info("kill {} after {} ms: {}; past the stored positions: {}", i + 1, lived, recovery, past);
                times.add("start to first new record", recovery.first());
                times.add("start to caught up", recovery.caughtUp());
            }
            var recovery = new Recovery(rig.gauge(), ends);
            rig.launch("one");
            rig.watch(recovery, "all is caught up", () -> recovery.caughtUp().isPresent());
            times.add("start to first new record", recovery.first());
            times.add("start to caught up", recovery.caughtUp());
            LOGGER.info("{} of {} kills left records past the stored positions; {}", hitRecords, KILLS, times);

            rig.verify();
        }
        return hitRecords;
    }
}
