package io.twinspan.model.position;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionForecastTest {
    private static final long HOUR = 3_600_000;

    @Test
    void countsTheTimeThatIsLeftOfTheRetention() {
        var day = new RetentionForecast(24 * HOUR, -1, true);

        assertThat(day.timeToLossMs(20 * HOUR, 1_000, 10)).hasValue(4 * HOUR);
        assertThat(day.timeToLossMs(30 * HOUR, 1_000, 10)).as("any moment").hasValue(0);
        assertThat(day.timeToLossMs(-1, 1_000, 10))
                .as("the record's time is unknown")
                .isEmpty();
    }

    @Test
    void aLogAtItsSizeLimitLosesAsFastAsItGrows() {
        var gigabyte = new RetentionForecast(-1, 1 << 30, true);

        assertThat(gigabyte.timeToLossMs(-1, 36_000, 10)).hasValue(HOUR);
        assertThat(gigabyte.timeToLossMs(-1, 36_000, 0))
                .as("nothing is written")
                .isEmpty();
        assertThat(gigabyte.timeToLossMs(-1, -1, 10)).isEmpty();
    }

    @Test
    void theEarlierOfBothCounts() {
        var both = new RetentionForecast(24 * HOUR, 1 << 30, true);

        assertThat(both.timeToLossMs(20 * HOUR, 36_000, 10)).hasValue(HOUR);
        assertThat(both.timeToLossMs(24 * HOUR - 1, 36_000, 10)).hasValue(1);
    }

    @Test
    void nothingIsLostWithoutRetention() {
        assertThat(new RetentionForecast(-1, -1, true).timeToLossMs(HOUR, 5, 10))
                .isEmpty();
        assertThat(new RetentionForecast(HOUR, 5, false).timeToLossMs(HOUR, 5, 10))
                .as("compacted only")
                .isEmpty();
    }
}
