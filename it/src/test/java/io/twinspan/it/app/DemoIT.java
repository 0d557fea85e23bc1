package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo as a process: one round with its comparison, and one that watches for a few seconds. */
class DemoIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> MEMORY = List.of("-Xmx768m");

    @Test
    void oneRoundFindsEveryRecordEqual() throws IOException {
        try (JavaProcess demo = TwinspanProcess.start("demo-once", MEMORY, "demo", "--once")) {
            int exitCode = demo.awaitExit(LIMIT);

            String output = Files.readString(demo.log());
            assertThat(exitCode).as(output).isZero();
            assertThat(output)
                    .contains("The first records are in dc2", "Every record is equal")
                    .contains("orders", "events", "users", "payments");
        }
    }

    @Test
    void tellsWhatHappensAndPicksUpATopicThatIsCreatedMeanwhile() throws IOException {
        try (JavaProcess demo = TwinspanProcess.start("demo", MEMORY, "demo", "--seconds", "16")) {
            int exitCode = demo.awaitExit(LIMIT);

            String output = Files.readString(demo.log());
            assertThat(exitCode).as(output).isZero();
            assertThat(output).contains("behind", "and dc1.demo-new is in dc2", "Nothing is left behind");
        }
    }
}
