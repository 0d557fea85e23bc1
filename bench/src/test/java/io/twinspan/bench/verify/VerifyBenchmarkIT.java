package io.twinspan.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Shows that the benchmark of verify measures; what it measured here means nothing. */
class VerifyBenchmarkIT {
    @BeforeAll
    static void atTheRootOfTheProject() {
        System.setProperty("twinspan.root", "..");
    }

    @Test
    @Timeout(240)
    void everyProgramReadsAllOfBothSides(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("results.json");
        StringWriter printed = new StringWriter();

        int exitCode = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute("verify", "--quick", "--gigabytes", "0.004", "--results", file.toString());

        assertThat(exitCode).as(printed.toString()).isZero();
        JsonNode results = new ObjectMapper().readTree(file.toFile());
        long bytes = results.get("topic").get("wireBytes").longValue()
                + results.get("targetBytes").longValue();
        JsonNode passes = results.get("passes");
        assertThat(passes.findValuesAsText("program")).containsExactly("verify", "fetch", "consumer", "start");
        for (int i = 0; i < 3; i++) {
            JsonNode pass = passes.get(i);
            assertThat(pass.get("got").get("bytes").longValue()).isEqualTo(bytes);
            assertThat(pass.get("gigabytesPerSecond").doubleValue()).isPositive();
            assertThat(pass.get("cost").get("cpu").get("total").doubleValue()).isPositive();
        }
        assertThat(passes.get(0).get("got").get("wholeBatches").longValue()).isPositive();
        assertThat(passes.get(0).get("cost").get("peakRssBytes").longValue()).isGreaterThan(30L << 20);
    }
}
