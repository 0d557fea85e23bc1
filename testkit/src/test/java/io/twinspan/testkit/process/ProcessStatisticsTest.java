package io.twinspan.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatisticsTest {
    private static final long OWN = ProcessHandle.current().pid();

    @Test
    void keepsTheCpuTimeOfChildrenThatHaveEnded() throws Exception {
        double before = ProcessStatistics.endedChildrenCpuSeconds(OWN);

        int exitCode = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
                .start()
                .waitFor();

        assertThat(exitCode).isZero();
        assertThat(ProcessStatistics.endedChildrenCpuSeconds(OWN) - before).isBetween(0.02, 30.0);
    }

    @Test
    void tellsWhatWasReadFromADisk() {
        assertThat(ProcessStatistics.diskReadBytes(OWN)).isNotNegative();
    }
}
