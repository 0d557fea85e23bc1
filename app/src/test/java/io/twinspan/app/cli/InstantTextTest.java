package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class InstantTextTest {

    @Test
    void aTimeWithItsOffsetFromUtcIsAMoment() {
        assertThat(convert("2026-11-30T18:51:00Z")).isEqualTo(Instant.ofEpochSecond(1_796_064_660L));
        assertThat(convert("2026-11-30T19:51:00+01:00")).isEqualTo(convert("2026-11-30T18:51:00Z"));
        assertThat(convert("2026-11-30T18:51:00.250Z"))
                .isEqualTo(convert("2026-11-30T18:51:00Z").plusMillis(250));
        assertThat(convert("2026-11-30T18:51Z")).isEqualTo(convert("2026-11-30T18:51:00Z"));
    }

    /** A time that says nothing of its offset would mean another moment on another machine. */
    @Test
    void everythingElseIsExplained() {
        for (String text :
                List.of("", "2026-11-30T18:51:00", "2026-11-30", "18:51", "yesterday", "2026-13-30T18:51:00Z")) {
            assertThatThrownBy(() -> convert(text))
                    .as(text)
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageStartingWith("'" + text + "' is no time; write it as 2026-11-30T18:51:00Z");
        }
    }

    private static Instant convert(String text) {
        return new InstantText().convert(text);
    }
}
