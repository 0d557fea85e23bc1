package io.twinspan.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VerifyBenchCommandTest {
    private final StringWriter printed = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(arguments);
    }

    @Test
    void helpTeaches() {
        assertThat(run("verify", "--help")).isZero();
        assertThat(printed.toString())
                .contains("Examples:", "--gigabytes", "--unpacked", "--results", "the brokers are its limit", "Ctrl-C");
    }

    @Test
    void theBenchmarksHelpNamesIt() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString()).contains("Commands:", "verify");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThat(run("verify", "--codec", "rar")).isEqualTo(2);
        assertThat(run("verify", "--gigabytes", "0")).isEqualTo(2);
        assertThat(run("verify", "--codec", "none", "--unpacked")).isEqualTo(2);

        assertThat(printed.toString())
                .contains("no codec 'rar'; there are lz4, zstd and none")
                .contains("--gigabytes must be more than 0")
                .contains("--unpacked needs a topic that is compressed");
    }
}
