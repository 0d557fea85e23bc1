package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says without a cluster. The golden files are the help as users read it: change them on purpose. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "check",
                "plan",
                "status",
                "topics",
                "groups",
                "doctor",
                "lanes",
                "verify",
                "heartbeats",
                "translate",
                "drill",
                "failover",
                "failback",
                "orphans",
                "reports",
                "mirror",
                "demo"
            })
    void helpOfEveryCommandIsAsReviewed(String command) throws IOException {
        assertThat(execute(command, "--help")).isZero();

        assertThat(out).hasToString(golden(command + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept-gap", "restart-at"})
    void helpOfEveryOrderIsAsReviewed(String order) throws IOException {
        assertThat(execute("lanes", order, "--help")).isZero();

        assertThat(out).hasToString(golden("lanes-" + order + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "check"})
    void helpOfEveryUseOfReportsIsAsReviewed(String use) throws IOException {
        assertThat(execute("reports", use, "--help")).isZero();

        assertThat(out).hasToString(golden("reports-" + use + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "replay"})
    void helpOfEveryUseOfOrphansIsAsReviewed(String use) throws IOException {
        assertThat(execute("orphans", use, "--help")).isZero();

        assertThat(out).hasToString(golden("orphans-" + use + ".txt"));
    }

    @Test
    void whatIsDoneWithOrphansStandsBehindTheLink() {
        assertThat(execute("orphans", "no-such.properties", "dc1->dc2", "replay"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no file no-such.properties");
        assertThat(execute("orphans", "no-such.properties", "export")).isEqualTo(2);
        assertThat(err.toString()).contains("LINK is missing");
    }

    @Test
    void whatIsDoneWithReportsStandsBehindTheFile() {
        assertThat(execute("reports", "no-such.properties", "show", "latest")).isEqualTo(2);
        assertThat(execute("reports", "no-such.properties", "dc1->dc2", "check"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("there is no file no-such.properties"));

        assertThat(execute("reports", "check")).isEqualTo(2);
        assertThat(err.toString()).contains("FILE is missing");
    }

    @Test
    void helpIsAsReviewed() throws IOException {
        assertThat(execute("--help")).isZero();

        assertThat(out).hasToString(golden("twinspan.txt"));
    }

    @Test
    void saysItsVersionAndKafkas() {
        assertThat(execute("--version")).isZero();

        assertThat(out.toString()).startsWith("twinspan ").contains("Apache Kafka client libraries 4.");
    }

    @Test
    void withoutACommandItTeaches() {
        assertThat(execute()).isEqualTo(2);

        assertThat(err.toString()).contains("twinspan demo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runn",
                "--bogus",
                "run",
                "check",
                "plan",
                "status",
                "topics",
                "groups",
                "doctor",
                "lanes",
                "verify",
                "drill",
                "heartbeats",
                "translate",
                "reports",
                "mirror"
            })
    void badUsageIsTwo(String argument) {
        assertThat(execute(argument)).isEqualTo(2);

        assertThat(err.toString()).isNotBlank();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsComparedBeforeClientsMoveIsOneOfThree() {
        assertThat(execute("failover", "mm2.properties", "dc1->dc2", "--verify", "some"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--verify").contains("'some' is none of none, tail, all");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(execute("check", "no-such.properties")).isEqualTo(2);

        assertThat(err.toString()).contains("there is no file no-such.properties");
    }

    @Test
    void whatMirrorMaker1CouldDoAndMirrorCannotIsRefusedWithTheReason() {
        assertThat(execute(
                        "mirror",
                        "--consumer.config=a",
                        "--consumer.config=b",
                        "--blacklist=x",
                        "--message.handler=com.example.Handler",
                        "--consumer.rebalance.listener=com.example.Listener"))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "--consumer.config is given 2 times; one process mirrors one source cluster",
                        "--producer.config is missing",
                        "--include '(?!unwanted).*'",
                        "--message.handler: records go on in their batches, unopened",
                        "--consumer.rebalance.listener: no consumer group shares the partitions");
    }

    @Test
    void mirrorNamesAFileThatIsNotThere() {
        assertThat(execute("mirror", "--consumer.config=no-such", "--producer.config=p", "--whitelist=x"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("there is no file no-such");
    }

    private int execute(String... args) {
        return Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CommandLineTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
