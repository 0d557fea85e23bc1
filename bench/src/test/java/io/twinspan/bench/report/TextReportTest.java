package io.twinspan.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.load.Workload;
import io.twinspan.bench.measure.CopyResult;
import io.twinspan.bench.measure.CpuTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReportTest {

    private static final LoadedTopic TOPIC =
            new LoadedTopic(Workload.LZ4, "bench-lz4", List.of(600L, 400L), 500_000_000, 900_000_000, 3);

    private static CopyResult run(String tool, int round, double wall, double cpu) {
        return new CopyResult(
                tool,
                "lz4",
                round,
                0.5,
                0,
                1,
                6,
                4,
                wall,
                1_000,
                500_000_000,
                500_000_000,
                new CpuTimes(cpu, cpu / 8, cpu / 2, cpu / 4, cpu / 4, "task-thread", cpu / 4),
                1,
                2,
                200_000_000,
                0,
                0);
    }

    private static Results results(CopyResult... runs) {
        return new Results(
                "2026-01-01T00:00:00Z",
                "abc",
                "PLAINTEXT",
                new Machine("a processor", 2, 8, "Linux", "a JVM", "4.3.1"),
                Map.of(),
                List.of(TOPIC),
                List.of(runs),
                List.of(),
                List.of("round 2 lz4 mm2-default: it was slow"));
    }

    @Test
    void showsMedianLowestAndHighest() {
        String text =
                TextReport.of(results(run("twinspan", 1, 4, 2), run("twinspan", 2, 9, 1), run("twinspan", 3, 5, 3)));

        assertThat(text).contains("5.00 (4.00-9.00)").contains("4.00 (2.00-6.00)");
    }

    @Test
    void comparesMediansWithEachConfigurationOfMirrorMaker() {
        String text = TextReport.of(
                results(run("twinspan", 1, 5, 2), run("mm2-tuned", 1, 25, 24), run("mm2-default", 1, 50, 60)));

        assertThat(text)
                .contains("twinspan : mm2-tuned   throughput 5.0 times, CPU 1/12.0 (")
                .contains("twinspan : mm2-default   throughput 10.0 times, CPU 1/30.0 (");
    }

    @Test
    void saysWhichRunsHaveNoResult() {
        assertThat(TextReport.of(results())).contains("FAILED round 2 lz4 mm2-default: it was slow");
    }

    @Test
    void storesWhatItShows(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("new/results.json");

        results(run("twinspan", 1, 5, 2)).write(file);

        assertThat(Files.readString(file))
                .contains("\"cpu\" : \"a processor\"")
                .contains("\"busiest\" : \"task-thread\"")
                .contains("\"megabytesPerSecond\" : 100.0");
    }
}
