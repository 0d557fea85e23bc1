package io.twinspan.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When something is due. */
class OutlookTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void whatWasNeverDoneIsDue() {
        assertThat(Outlook.untilDue(Optional.empty(), WEEK, NOON)).isZero();
    }

    @Test
    void whatIsOlderThanTheIntervalIsDue() {
        assertThat(Outlook.untilDue(Optional.of(NOON.minus(WEEK)), WEEK, NOON)).isZero();
        assertThat(Outlook.untilDue(Optional.of(NOON.minus(Duration.ofDays(70))), WEEK, NOON))
                .isZero();
    }

    @Test
    void beforeThatItIsWaitedForButNotForDays() {
        Instant almost = NOON.minus(WEEK).plusSeconds(90);

        assertThat(Outlook.untilDue(Optional.of(almost), WEEK, NOON)).isEqualTo(Duration.ofSeconds(90));
        assertThat(Outlook.untilDue(Optional.of(NOON), WEEK, NOON)).isEqualTo(Duration.ofMinutes(10));
    }
}
