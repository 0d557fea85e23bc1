package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {

    @Test
    void aNumberAndAUnitAreADuration() {
        assertThat(convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(convert("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(convert("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(convert("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(convert("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(convert(" 0s ")).isZero();
    }

    /** Whoever adds it to a time in milliseconds gets a time. */
    @Test
    void theLargestOneIsStillANumberOfMilliseconds() {
        assertThat(convert("999999999d").toMillis()).isEqualTo(999_999_999L * 86_400_000L);
    }

    @Test
    void everythingElseIsExplained() {
        for (String text :
                List.of("", "30", "s", "-1s", "1.5h", "30 s", "30S", "5min", "1h30m", "9999999999s", "PT30S")) {
            assertThatThrownBy(() -> convert(text))
                    .as(text)
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessage("'" + text + "' is no duration; write it as 500ms, 30s, 5m, 2h or 7d");
        }
    }

    @Test
    void isShownInTheUnitThatKeepsItReadable() {
        assertThat(DurationText.of(Duration.ZERO)).isEqualTo("0.0 s");
        assertThat(DurationText.of(Duration.ofMillis(1_240))).isEqualTo("1.2 s");
        assertThat(DurationText.of(Duration.ofMillis(10_000))).isEqualTo("10 s");
        assertThat(DurationText.of(Duration.ofSeconds(599))).isEqualTo("599 s");
        assertThat(DurationText.of(Duration.ofSeconds(600))).isEqualTo("10 min");
        assertThat(DurationText.of(Duration.ofMinutes(599))).isEqualTo("599 min");
        assertThat(DurationText.of(Duration.ofHours(48))).isEqualTo("48 h");
    }

    @Test
    void isShownTheSameEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(DurationText.of(Duration.ofMillis(1_500))).isEqualTo("1.5 s");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Duration convert(String text) {
        return new DurationText().convert(text);
    }
}
