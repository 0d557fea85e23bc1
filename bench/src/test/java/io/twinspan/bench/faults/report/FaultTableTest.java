package io.twinspan.bench.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.bench.report.Machine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTableTest {
    private static final Checked EQUAL = new Checked(12_345, 0, 0, 0, 0, List.of());

    private static FaultResult result(Checked checked, Naming naming, long fullMs, String shownNothing) {
        return new FaultResult(
                "twinspan",
                "kill-worker",
                "what it is",
                List.of("process one killed"),
                "fault",
                8_855,
                0,
                fullMs,
                10,
                3_000,
                1.5,
                checked,
                naming,
                "",
                shownNothing);
    }

    private static Checked lost(long records) {
        return new Checked(12_345, records, 0, 0, 0, List.of());
    }

    private static Naming named(long allowed, boolean exact) {
        return new Naming("offsets 5 to 14 were deleted", allowed, "WARN f1-hit-0 lost 5 to 14", exact);
    }

    @Test
    void showsTimesAndCounts() {
        String text = FaultTable.text(List.of(result(EQUAL, Naming.NOTHING, 9_364, "")));

        assertThat(text.lines().toList().get(1)).matches("twinspan kill-worker +8\\.9 s +9\\.4 s +0 +0 +0 +- +1\\.5");
        assertThat(text).contains("process one killed");
    }

    @Test
    void isAMarkdownTableWithARowForEachFault() {
        String text = FaultTable.markdown(List.of(
                result(EQUAL, Naming.NOTHING, -1, ""),
                FaultResult.without("mm2-default", "full-disk", "", List.of(), "not possible here: a | b")));

        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("|") && line.endsWith("|"));
        assertThat(lines.get(2)).contains("| never |");
        assertThat(lines.get(3)).contains("not possible here: a \\| b");
    }

    @Test
    void passesOnlyWhatLostNothingSilentlyAndCameBack() {
        assertThat(result(EQUAL, Naming.NOTHING, 9_364, "").passed()).isTrue();
        assertThat(result(lost(1), Naming.NOTHING, 9_364, "").passed()).isFalse();
        assertThat(result(new Checked(9, 0, 1, 0, 0, List.of()), Naming.NOTHING, 9_364, "")
                        .passed())
                .isFalse();
        assertThat(result(new Checked(9, 0, 0, 1, 0, List.of()), Naming.NOTHING, 9_364, "")
                        .passed())
                .isFalse();
        assertThat(result(new Checked(9, 0, 0, 0, 1, List.of()), Naming.NOTHING, 9_364, "")
                        .passed())
                .isFalse();
        assertThat(result(EQUAL, Naming.NOTHING, -1, "").passed()).isFalse();
        assertThat(result(EQUAL, Naming.NOTHING, 9_364, "nobody tried to write").passed())
                .isFalse();
        assertThat(FaultResult.without("twinspan", "x", "", List.of(), "broke").passed())
                .isFalse();
    }

    @Test
    void allowsALossOnlyAsFarAsItIsNamedExactly() {
        assertThat(result(lost(10), named(10, true), 9_364, "").passed()).isTrue();
        assertThat(result(lost(10), named(10, false), 9_364, "").passed()).isFalse();
        assertThat(result(lost(11), named(10, true), 9_364, "").lostSilently()).isEqualTo(1);
        assertThat(result(lost(10), new Naming("truth", 10, "", false), 9_364, "")
                        .lostSilently())
                .isEqualTo(10);
        assertThat(result(EQUAL, named(10, false), 9_364, "").passed()).isTrue();
    }

    @Test
    void comesBackFromAFile(@TempDir Path directory) {
        FaultResults results = new FaultResults(
                "2026-01-01T00:00:00Z",
                "abc",
                7,
                "a line",
                "a setting",
                Machine.here(),
                List.of(result(lost(3), named(10, true), 9_364, "")));
        Path file = directory.resolve("results.json");

        results.write(file);

        assertThat(FaultResults.read(file)).isEqualTo(results);
    }

    @Test
    void shortensWhatIsLong() {
        FaultResult broken = FaultResult.without("twinspan", "x", "", List.of(), "y".repeat(500));

        assertThat(FaultTable.markdown(List.of(broken)).lines().toList().get(2)).hasSizeLessThan(300);
    }
}
