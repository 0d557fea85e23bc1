package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static List<Long> pauses(long seed, int count) {
        var backoff = new Backoff(20, 5_000, seed);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pauses.add(backoff.nextMs());
        }
        return pauses;
    }

    @Test
    void retriesAtOnceThenDoublesUpToItsBound() {
        List<Long> pauses = pauses(7, 40);

        assertThat(pauses.get(0)).isZero();
        long full = 20;
        for (int i = 1; i < pauses.size(); i++) {
            assertThat(pauses.get(i)).isBetween(full - full / 4, full);
            full = Math.min(5_000, 2 * full);
        }
    }

    @Test
    void repeatsWithItsSeedAndDiffersWithAnother() {
        assertThat(pauses(7, 20)).isEqualTo(pauses(7, 20)).isNotEqualTo(pauses(8, 20));
    }

    @Test
    void aSuccessForgetsTheFailures() {
        var backoff = new Backoff(20, 5_000, 1);
        backoff.nextMs();
        backoff.nextMs();
        assertThat(backoff.failures()).isEqualTo(2);
        backoff.succeeded();

        assertThat(backoff.nextMs()).isZero();
    }

    /** All partitions of a topic fail at once when a broker does. */
    @Test
    void thoseThatFailAtOnceDoNotComeBackAtOnce() {
        List<Long> times = new ArrayList<>();
        for (long seed = 0; seed < 200; seed++) {
            times.add(pauses(seed, 14).stream().mapToLong(Long::longValue).sum());
        }

        for (long from : times) {
            assertThat(times.stream().filter(time -> time >= from && time < from + 200))
                    .hasSizeLessThan(times.size() / 4);
        }
    }
}
