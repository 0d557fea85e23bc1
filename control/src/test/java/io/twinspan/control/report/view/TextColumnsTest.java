package io.twinspan.control.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.report.view.Table.Column;
import io.twinspan.control.report.view.Table.Row;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextColumnsTest {
    @Test
    void numbersStandBelowEachOtherAndTheLastColumnGoesOn() {
        var columns = new TextColumns(List.of(Column.name("Name"), Column.number("Size"), Column.sentence("Why")));
        columns.row(List.of("a", "12", "short"));
        columns.row(List.of("bb", "3", "word ".repeat(25).strip()));
        var page = new TextPage();
        columns.print(page, "  ");

        assertThat(page.toString())
                .isEqualTo("""
                  NAME  SIZE  WHY
                  a       12  short
                  bb       3  %s
                              %s""".formatted(
                        "word ".repeat(17).strip(), "word ".repeat(8).strip()).indent(2).stripTrailing());
    }

    @Test
    void longNamesLoseTheirMiddleAndNothingElseDoes() {
        String name = "a".repeat(150) + "z";
        var columns = new TextColumns(List.of(Column.name("Name"), Column.words("State"), Column.number("Size")));
        columns.row(List.of(name, "active on target", "1,000,000"));
        var page = new TextPage();
        columns.print(page, "");

        assertThat(page.toString().lines().toList().get(1))
                .hasSize(100)
                .matches("a+\\.\\.a+z  active on target  1,000,000");
    }

    @Test
    void commandsAreNeverCutInAQuotedWord() {
        String words = IntStream.range(0, 30).mapToObj(i -> "'a b " + i + "'").reduce("run", (a, b) -> a + " " + b);
        var page = new TextPage();
        page.command("    ", words);

        List<String> lines = page.toString().lines().toList();
        assertThat(lines)
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(lines.subList(0, lines.size() - 1))
                .allSatisfy(line -> assertThat(line).endsWith("' \\"));
        assertThat(String.join("\n", lines).replaceAll(" \\\\\n +", " ").strip())
                .isEqualTo(words);
    }

    @Test
    void theRestIsCountedByWhatItIs() {
        var table = new Table(
                "Things",
                List.of(Column.name("Name")),
                Stream.of("bad", "bad", "good", "good", "good")
                        .map(grade -> new Row(grade, Tone.PLAIN, List.of("x")))
                        .toList());

        assertThat(table.rest(1)).isEqualTo("and 4 more: 1 bad, 3 good");
        assertThat(table.rest(2)).isEqualTo("and 3 more, all good");
        assertThat(table.rest(4)).isEqualTo("and 1 more, good");
        assertThat(table.rest(5)).isEmpty();
        assertThat(table.grades()).isEqualTo("2 bad, 3 good");
    }

    @Test
    void timesAndSizesAreReadable() {
        assertThat(Stream.of(
                                0L,
                                999L,
                                1_000L,
                                41_299L,
                                59_999L,
                                60_000L,
                                192_000L,
                                3_600_000L,
                                8_100_000L,
                                777_600_000L)
                        .map(Words::duration))
                .containsExactly(
                        "0 ms", "999 ms", "1 s", "41.2 s", "59.9 s", "1 min", "3 min 12 s", "1 h", "2 h 15 min", "9 d");
        assertThat(Stream.of(0L, 999L, 1_000L, 3_107_311L, Long.MAX_VALUE).map(Words::bytes))
                .containsExactly("0 B", "999 B", "1.0 kB", "3.1 MB", "9.2 EB");
        assertThat(Words.count(1, "record")).isEqualTo("1 record");
        assertThat(Words.count(1_204, "record")).isEqualTo("1,204 records");
    }
}
