package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.it.failover.MoveStage.Shape;
import io.twinspan.it.failover.MoveStage.Tool;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source's brokers are killed in mid-load, and clients go on without it; once it is back, what it had taken is told by name. */
class EmergencyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PER_SECOND = 1_500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnWithoutTheSource(boolean linkDiesFirst) throws Exception {
        var shape = new Shape(true, 4, 3, 12);
        try (var stage = new MoveStage(directory, shape)) {
            Writers writers = stage.closing(Writers.start(
                    stage.dc1.clientProperties("shop"), "dc1", stage.topics, shape.partitions(), PER_SECOND));
            stage.startLink();
            stage.awaitCopied(stage.dc1, stage.dc2);
            Map<String, Map<TopicPartition, Long>> groups = stage.stoppedGroups(stage.dc1, 1);
            await().atMost(MoveStage.SOON)
                    .until(() -> groups.entrySet().stream()
                            .allMatch(group -> stage.committed(stage.dc2, group.getKey())
                                    .keySet()
                                    .containsAll(group.getValue().keySet())));

            if (linkDiesFirst) {
                stage.killLink();
                // Producers go on for about half a second after the link's end.
                writers.awaitMore(PER_SECOND / 2);
            }
            stage.dc1.killBroker(0);
            Instant lost = Instant.now();
            writers.close();
            if (linkDiesFirst) {
                stage.startLink();
            }
            Tool moved = stage.tool(
                    "failover",
                    stage.file.toString(),
                    "dc1->dc2",
                    "--emergency",
                    "--reverse",
                    "--source-lost-at",
                    lost.toString(),
                    "--json");

            assertThat(moved.exitCode())
                    .as(moved.text() + stage.link().logTail())
                    .isZero();
            JsonNode report = JSON.readTree(moved.text().substring(moved.text().indexOf('{')));
            assertThat(report.get("kind").asText()).isEqualTo("EMERGENCY_FAILOVER");

            stage.dc1.startBroker(0);
            Contents source = Contents.read(stage.dc1.clientProperties("shop"), stage.topics);
            Contents target = Contents.read(stage.dc2.clientProperties("shop"), stage.topics);
            Map<TopicPartition, Set<String>> orphans = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
            source.values().forEach((partition, values) -> {
                var missing = new HashSet<>(values.values());
                missing.removeAll(target.values().get(partition).values());
                orphans.put(partition, missing);
            });
            long truth = orphans.values().stream().mapToLong(Set::size).sum();
            long bound = report.at("/rpo/records").asLong();
            assertThat(bound)
                    .as("%s really lost, %s", truth, report.get("rpo"))
                    .isGreaterThanOrEqualTo(truth)
                    .isLessThanOrEqualTo(truth + (linkDiesFirst ? 4 : 1) * PER_SECOND);
            if (!linkDiesFirst) {
                assertThat(report.at("/rpo/ms").asLong()).isLessThan(1_500);
            }

            groups.forEach((group, offsets) -> {
                Map<TopicPartition, OffsetAndMetadata> committed = stage.committed(stage.dc2, group);
                offsets.forEach((partition, offset) -> {
                    String there =
                            target.firstFrom(partition, committed.get(partition).offset());
                    String here = source.firstFrom(partition, offset);
                    assertThat(there)
                            .as("%s at %s of %s", group, offset, partition)
                            .isEqualTo(orphans.getOrDefault(partition, Set.of()).contains(here) ? "" : here);
                });
            });
        }
    }
}
