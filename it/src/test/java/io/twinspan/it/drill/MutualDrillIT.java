package io.twinspan.it.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.it.app.Cli;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill where producers write into topics of the same name on both sides. */
class MutualDrillIT {
    @TempDir
    private Path directory;

    @Test
    void recordsOfTheOtherSideAreLeftOutAndWhatIsReadAgainIsNoMoreThanPromised() throws Exception {
        var mutual = Map.of(
                "replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
                "dc2->dc1.enabled", "true",
                "dc2->dc1.topics", "shop-.*");
        try (var stage = new DrillStage(directory, mutual)) {
            stage.write();
            stage.writeThere();
            stage.run("links");
            stage.awaitCopied();
            for (int i = 0; i < 4; i++) {
                stage.stopped(
                        "shop-" + i,
                        Map.of(
                                new TopicPartition("shop-orders", 0),
                                40L + 17 * i,
                                new TopicPartition("shop-payments", 1),
                                9L * i));
            }

            Cli drilled = Cli.run(
                    "drill",
                    stage.file.toString(),
                    "dc1->dc2",
                    "--json",
                    "--records",
                    "60",
                    "--accept",
                    "group-not-exact");

            assertThat(drilled.exitCode()).as(drilled.text()).isZero();
            JsonNode report = new ObjectMapper().readTree(drilled.out());
            assertThat(report.at("/drill/samples")).hasSize(4).allSatisfy(sample -> {
                assertThat(sample.at("/difference").asText()).isEmpty();
                assertThat(sample.at("/records").asLong()).as(report.toString()).isGreaterThan(100);
            });
        }
    }
}
