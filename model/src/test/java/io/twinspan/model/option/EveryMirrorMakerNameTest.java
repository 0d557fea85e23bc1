package io.twinspan.model.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each name that MirrorMaker 2 has or had is honoured, or warned about, or refused, with a cure: none is met by silence. */
class EveryMirrorMakerNameTest {
    private static final Pattern LINE =
            Pattern.compile("(top|link|source|target) (\\S+)(?: (.*))? : (ok|warned|refused)");

    @Test
    void everyNameGetsTheVerdictOfTheList() throws IOException {
        List<String> lines = lines();
        assertThat(lines).hasSizeGreaterThan(140);

        for (String line : lines) {
            var matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            String prefix = switch (matcher.group(1)) {
                case "link" -> "dc1->dc2.";
                case "source" -> "dc1.";
                case "target" -> "dc2.";
                default -> "";
            };
            String key = prefix + matcher.group(2);
            String value = matcher.group(3) == null ? "" : matcher.group(3);
            // Given twice would be another problem.
            String others = Files.MINIMAL.replace(key + " = true\n", "");
            var file = Files.load(others + key + " = " + value + "\n");
            var about = file.problems().all().stream()
                    .filter(p -> p.key().equals(key))
                    .toList();

            switch (matcher.group(4)) {
                case "ok" -> assertThat(about).as(line).isEmpty();
                case "warned" ->
                    assertThat(about)
                            .as(line)
                            .singleElement()
                            .matches(p -> !p.isError() && !p.cure().isEmpty());
                default ->
                    assertThat(about)
                            .as(line)
                            .singleElement()
                            .matches(p -> p.isError() && !p.cure().isEmpty());
            }
        }
    }

    private static List<String> lines() throws IOException {
        try (var in = Objects.requireNonNull(
                        EveryMirrorMakerNameTest.class.getResourceAsStream("mirrormaker-names.txt"));
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
