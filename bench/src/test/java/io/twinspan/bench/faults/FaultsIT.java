package io.twinspan.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.bench.faults.fault.Faults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The short form of the fault programme: a broker of each side and a process are killed and the line is cut, under load. */
class FaultsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeAll
    static void atTheRootOfTheProject() {
        System.setProperty("twinspan.root", "..");
    }

    @Test
    @Timeout(480)
    void losesDoublesAndReordersNothingAndComesBackFromEveryFault() throws Exception {
        Path out = directory.resolve("faults.json");
        StringWriter printed = new StringWriter();

        int exitCode = new CommandLine(new FaultsCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute("--short", "--no-wan", "--limit", "90", "--out", out.toString());

        assertThat(exitCode).as(printed.toString()).isZero();
        JsonNode results = new ObjectMapper().readTree(out.toFile()).get("results");
        assertThat(results.findValuesAsText("fault")).containsExactlyInAnyOrderElementsOf(Faults.SHORT);
        for (JsonNode result : results) {
            assertThat(result.get("checked").get("records").longValue()).isGreaterThan(5_000);
            assertThat(result.get("lostSilently").longValue()).isZero();
            assertThat(result.get("checked").get("doubled").longValue()).isZero();
            assertThat(result.get("checked").get("reordered").longValue()).isZero();
            assertThat(result.get("fullMs").longValue()).isNotNegative();
            // Else the fault would have missed.
            assertThat(result.get("mostBehind").longValue()).isPositive();
        }
    }
}
