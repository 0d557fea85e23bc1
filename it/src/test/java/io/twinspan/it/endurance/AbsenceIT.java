package io.twinspan.it.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.cluster.ProcessCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of a cluster is away, and comes back: the process goes on by itself, within seconds. For so long that the process has
 * left its Connect group, and that every pause has grown to its longest; {@code -Dabsence=SECONDS} for longer.
 */
class AbsenceIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(AbsenceIT.class);
    private static final long AWAY_MS = 1_000L * Integer.getInteger("absence", 20);

    /** With what a broker needs to start. */
    private static final long BACK_WITHIN_MS = 30_000;

    @Test
    void goesOnByItselfAfterEitherClusterWasAway() {
        try (Rig rig = Rig.start("absence", 1, Map.of())) {
            rig.launch("one");
            var start = new Recovery(rig.gauge(), Map.of());
            rig.watch(start, "every partition is copied", () -> start.caughtUp().isPresent());
            for (ProcessCluster away : List.of(rig.source(), rig.target())) {
                away.killBroker(0);
                rig.await(AWAY_MS);
                away.startBroker(0);

                var recovery = new Recovery(rig.gauge(), Map.of());
                rig.watch(
                        recovery,
                        "every partition is copied on",
                        () -> recovery.caughtUp().isPresent());
                LOGGER.info("{} was away for {} ms: {}", away.name(), AWAY_MS, recovery);
                assertThat(recovery.every().orElse(Long.MAX_VALUE))
                        .as("%s is back: %s", away.name(), recovery)
                        .isLessThan(BACK_WITHIN_MS);
            }
            rig.verify();
        }
    }
}
