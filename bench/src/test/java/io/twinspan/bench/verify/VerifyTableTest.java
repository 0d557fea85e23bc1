package io.twinspan.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.load.Workload;
import io.twinspan.bench.measure.CpuTimes;
import io.twinspan.bench.report.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTableTest {
    private static final long GIGABYTE = 1_000_000_000;

    private static Pass pass(String program, long bytes, double seconds, double cpu) {
        return new Pass(
                program,
                1,
                new Got(bytes, seconds, 10, 0),
                new Cost(
                        0.5,
                        0,
                        1,
                        seconds + 2,
                        new CpuTimes(cpu, 1, cpu, 0, 0, "main", cpu / 2),
                        200_000_000,
                        new Cost.BrokerCost(3, GIGABYTE / 2),
                        new Cost.BrokerCost(6, GIGABYTE / 2),
                        1.9));
    }

    private static VerifyResults results(Pass... passes) {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("verify", "the command");
        programs.put("fetch", "bare requests");
        programs.put("start", "nearly nothing");
        return new VerifyResults(
                "2026-01-01T00:00:00Z",
                "abc",
                new Machine("a processor", 2, 8, "Linux", "a JVM", "4.3.1"),
                Map.of(),
                new LoadedTopic(Workload.LZ4, "bench-lz4", List.of(600L, 400L), 3 * GIGABYTE, 7 * GIGABYTE, 3),
                6 * GIGABYTE,
                programs,
                List.of(passes),
                List.of("round 2 fetch: it was slow"));
    }

    private static VerifyResults everything() {
        return results(
                pass("verify", 9 * GIGABYTE, 4, 11),
                pass("verify", 9 * GIGABYTE, 6, 13),
                pass("verify", 9 * GIGABYTE, 5, 12),
                pass("fetch", 9 * GIGABYTE, 4, 6),
                pass("start", 1_000, 0.1, 2));
    }

    @Test
    void tellsTheCommandsStartApart() {
        Summary verify = everything().summaries().get(0);

        assertThat(verify.startCpuSeconds()).isEqualTo(2);
        assertThat(verify.cpuSeconds().median()).isEqualTo(10);
        assertThat(verify.cpuPerGigabyte()).isEqualTo(10.0 / 9, within(1e-9));
        assertThat(verify.gigabytesPerSecond().median()).isEqualTo(9.0 / 5);
        assertThat(verify.wallSeconds().median()).isEqualTo(7);
        assertThat(verify.ownCores()).isEqualTo(2);
    }

    @Test
    void tellsWhatABrokerNeedsForEachGigabyteThatItSends() {
        Summary fetch = everything().summaries().get(1);

        assertThat(fetch.program()).isEqualTo("fetch");
        assertThat(fetch.startCpuSeconds()).isZero();
        assertThat(fetch.sourceBrokerCpuPerGigabyte()).isEqualTo(1);
        assertThat(fetch.targetBrokerCpuPerGigabyte()).isEqualTo(1);
        assertThat(fetch.diskBytes()).isEqualTo(GIGABYTE);
    }

    @Test
    void showsMediansAndHowTheCommandStandsToAPlainReader() {
        String text = VerifyTable.of(everything());

        assertThat(text)
                .contains("1.80 (1.50-2.25)", "1.00 + 1.00", "bare requests")
                .contains("verify compares at 80 % of the speed of fetch")
                .contains("FAILED round 2 fetch: it was slow");
    }

    @Test
    void showsWhatThereIs() {
        assertThat(VerifyTable.of(results(pass("fetch", 9 * GIGABYTE, 4, 6)))).doesNotContain("verify compares");
    }

    @Test
    void storesWhatItShows(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("new/results.json");

        everything().write(file);

        assertThat(Files.readString(file))
                .contains("\"cpu\" : \"a processor\"")
                .contains("\"summaries\"")
                .contains("\"program\" : \"fetch\"");
    }
}
