package io.twinspan.model.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesFileTest {
    @Test
    void linesAreCountedAsAnEditorCountsThem() {
        var file = PropertiesFile.parse("f", "# c\r\n\r\na = 1\r\nb = x \\\r\n   y\r\n! c\r\nc: 3");

        assertThat(file.toMap())
                .containsEntry("a", "1")
                .containsEntry("b", "x y")
                .containsEntry("c", "3")
                .hasSize(3);
        assertThat(List.of(file.lineOf("a"), file.lineOf("b"), file.lineOf("c"), file.lineOf("d")))
                .containsExactly(3, 4, 7, 0);
    }

    @Test
    void badEscapeIsAProblemOfItsLine() {
        assertThat(PropertiesFile.parse("f", "a = 1\nb = \\uZZ\n").problems())
                .singleElement()
                .matches(problem -> problem.line() == 2 && problem.isError());
    }

    @Test
    void readsWhatPropertiesReads() throws IOException {
        var pieces = List.of(
                "a", "bb", "c.d", "=", ":", " ", "\t", "\\\n", "\\\r\n", "\\", "\\\\", "\n", "\r\n", "#", "!", "\\=",
                "\\n", "->", "\\u0041", "\f");
        for (int seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            var file = PropertiesFile.parse("f", text.toString());
            if (!file.problems().isEmpty()) {
                continue; // A key given twice: java.util.Properties takes the last.
            }
            var expected = new Properties();
            expected.load(new StringReader(text.toString()));
            // A lone backslash makes an empty key, or none, depending on what follows.
            var actual = new HashMap<>(file.toMap());
            expected.remove("");
            actual.remove("");

            assertThat(actual).as("seed %d: %s", seed, text).isEqualTo(expected);
        }
    }

    @Test
    void distanceCountsExchangedNeighboursOnce() {
        assertThat(Nearest.distance("topics", "topcis")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("same", "same")).isZero();
    }
}
