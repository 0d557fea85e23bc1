package io.twinspan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Shows that the benchmark measures; what it measured here means nothing. */
class BenchmarkIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeAll
    static void atTheRootOfTheProject() {
        System.setProperty("twinspan.root", "..");
    }

    private JsonNode run(String... arguments) throws Exception {
        Path out = directory.resolve("results.json");
        StringWriter printed = new StringWriter();
        CommandLine command = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed));

        int exitCode =
                command.execute(arguments.length == 0 ? new String[] {"--quick", "--out", out.toString()} : arguments);

        assertThat(exitCode).as(printed.toString()).isZero();
        return new ObjectMapper().readTree(out.toFile());
    }

    @Test
    @Timeout(240)
    void copiesTheSameWithBothProgramsAndMeasuresIt() throws Exception {
        JsonNode results = run();

        assertThat(results.get("failures")).isEmpty();
        assertThat(results.get("copies")).hasSize(2);
        assertThat(results.get("copies").findValuesAsText("tool")).containsExactly("twinspan", "mm2-tuned");
        for (JsonNode copy : results.get("copies")) {
            assertThat(copy.get("records").longValue()).isGreaterThan(4_000);
            assertThat(copy.get("wallSeconds").doubleValue()).isPositive();
            assertThat(copy.get("startCpuSeconds").doubleValue()).isPositive();
            assertThat(copy.get("peakRssBytes").longValue()).isGreaterThan(30L << 20);
            assertThat(copy.get("targetWireBytes").longValue()).isPositive();
        }
        assertThat(results.get("machine").get("cores").intValue()).isPositive();
    }

    @Test
    @Timeout(240)
    void followsASteadyProducer() throws Exception {
        Path out = directory.resolve("results.json");
        JsonNode results = run(
                "--quick",
                "--latency",
                "--tools",
                "twinspan",
                "--topics",
                "txn",
                "--gb",
                "0.002",
                "--out",
                out.toString());

        JsonNode latency = results.get("latencies").get(0);
        assertThat(latency.get("tool").textValue()).isEqualTo("twinspan");
        assertThat(latency.get("target").get("samples").longValue()).isBetween(1_400L, 1_600L);
        assertThat(latency.get("target").get("p50").doubleValue())
                .isGreaterThan(latency.get("source").get("p50").doubleValue() / 2);
    }
}
