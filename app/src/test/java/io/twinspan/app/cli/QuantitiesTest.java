package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "500, 500",
        "500B, 500",
        "50MB, 50000000",
        "50mb/s, 50000000",
        "2 GiB, 2147483648",
        "7KiB, 7168",
        "1kB, 1000"
    })
    void readsSizes(String text, long bytes) {
        assertThat(new Quantities.Bytes().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-5MB", "0", "5 parsecs", "1e9", "999999999999999GB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> new Quantities.Bytes().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void readsSpansAndMoments() {
        assertThat(new Quantities.Span().convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(new Quantities.Span().convert("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(new Quantities.Moment().convert("1970-01-02T00:00:00Z")).isEqualTo(86_400_000);
        assertThat(new Quantities.Moment().convert("1970-01-02T01:00:00+01:00")).isEqualTo(86_400_000);
        for (String wrong : new String[] {"7", "3y", "0s", "999999999999999d"}) {
            assertThatThrownBy(() -> new Quantities.Span().convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
        assertThatThrownBy(() -> new Quantities.Moment().convert("yesterday"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("write it as");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949999, 9.9 MB",
        "123456789, 123 MB",
        "999600000, 1.0 GB",
        "9800000000, 9.8 GB",
        "5000000000000000, 5.0 PB"
    })
    void showsSizes(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"400, 0.4 s", "61000, 61 s", "150000, 2 min", "12240000, 3.4 h"})
    void showsSpans(long ms, String text) {
        assertThat(Quantities.span(ms)).isEqualTo(text);
    }
}
