package io.twinspan.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FaultsCommandTest {
    private final StringWriter printed = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new FaultsCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(arguments);
    }

    @Test
    void helpTeaches() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString()).contains("Examples:", "--only", "--seed", "MirrorMaker 2", "Ctrl-C");
    }

    @Test
    void listsEveryFaultWithWhatItIs() {
        assertThat(run("--list")).isZero();
        assertThat(printed.toString().lines()).hasSize(20);
        assertThat(printed.toString()).contains("half-open ", "without a reset");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run("--tool", "rsync")).isEqualTo(2);
        assertThat(printed.toString()).contains("no program 'rsync'");
    }
}
