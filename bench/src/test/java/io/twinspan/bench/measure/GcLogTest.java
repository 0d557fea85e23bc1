package io.twinspan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {

    private static final GcLog LOG = GcLog.of(List.of(
            "[1000ms] Using Serial",
            "[2000ms] GC(0) Pause Young (Allocation Failure) 17M->2M(61M) 3.210ms",
            "[3000ms] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 20M->3M(61M) 1.100ms",
            "[3500ms] GC(2) Concurrent Mark Cycle",
            "[4000ms] GC(2) Pause Remark 10M->10M(61M) 0.500ms",
            "[5000ms] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 1G->512K(2G) 1.100ms"));

    @Test
    void addsWhatTheHeapGrewByBetweenPauses() {
        assertThat(LOG.allocatedBytes(0, 4_500)).isEqualTo((17 + 18 + 7) * (1L << 20));
    }

    @Test
    void countsOnlyWhatThePausesOfTheWindowFound() {
        assertThat(LOG.allocatedBytes(2_500, 4_500)).isEqualTo((18 + 7) * (1L << 20));
        assertThat(LOG.pauses(2_500, 4_500)).isEqualTo(2);
    }

    @Test
    void readsAllUnits() {
        assertThat(LOG.allocatedBytes(4_500, 6_000)).isEqualTo((1L << 30) - (10L << 20));
    }
}
