package io.twinspan.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeterTest {
    @Test
    void countsAllButIdleTimeAndWaitingForTheDisk() {
        // user nice system idle iowait irq softirq steal guest guest_nice; guests are in user already
        String stat = "cpu  100 20 30 5000 700 1 2 3 90 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

        assertThat(Meter.busySeconds(stat)).isEqualTo(1.56);
    }
}
