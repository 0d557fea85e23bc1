package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.it.failover.MoveStage.Shape;
import io.twinspan.it.failover.MoveStage.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The source's brokers are killed in mid-load, and clients go on without it; once it is back, what it had taken is told by name, and they come
 * back.
 */
class EmergencyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PER_SECOND = 1_500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void goesOnWithoutTheSourceAndComesBack(boolean sameNames, boolean linkDiesFirst) throws Exception {
        var shape = new Shape(sameNames, 4, 3, 12);
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
                                    .containsAll(copies(stage, group.getValue().keySet()))));

            if (linkDiesFirst) {
                stage.killLink();
                // Producers go on for about half a second after the link's end.
                writers.awaitMore(PER_SECOND / 2);
            } else {
                // Behind by a little: else there may be nothing to lose.
                stage.link().pause();
                writers.awaitMore(PER_SECOND / 5);
            }
            stage.dc1.killBroker(0);
            if (!linkDiesFirst) {
                stage.link().resume();
            }
            Instant lost = Instant.now();
            writers.close();
            JsonNode report = json(
                    stage,
                    "failover",
                    stage.file.toString(),
                    "dc1->dc2",
                    "--emergency",
                    "--reverse",
                    "--source-lost-at",
                    lost.toString(),
                    "--json");
            assertThat(report.get("kind").asText()).isEqualTo("EMERGENCY_FAILOVER");

            stage.dc1.startBroker(0);
            if (linkDiesFirst) {
                stage.startLink();
            }
            // A commit that was under way when the brokers died is completed by the coordinator, after a while.
            await().atMost(MoveStage.SOON)
                    .until(() -> stage.ends(stage.dc1, stage.topics, IsolationLevel.READ_COMMITTED)
                            .equals(stage.ends(stage.dc1, stage.topics)));
            Contents source = Contents.read(stage.dc1.clientProperties("shop"), stage.topics);
            Contents target = Contents.read(stage.dc2.clientProperties("shop"), stage.copies("dc1"));
            Map<TopicPartition, List<String>> orphans = orphans(stage, source, target);
            lossIsBounded(report, orphans, writers.fastestSecond(), linkDiesFirst);
            groupsAreExact(stage, groups, source, target, orphans);
            orphansAreTold(stage, orphans, "before");

            Writers there = stage.closing(
                    Writers.start(stage.dc2.clientProperties("shop"), "dc2", stage.topics, shape.partitions(), 500));
            there.awaitMore(500);
            Tool back = stage.tool("failback", stage.file.toString(), "dc1->dc2");
            assertThat(back.exitCode()).as(back.text() + stage.link().logTail()).isZero();
            assertThat(there.refused()).as("it was fenced").isPositive();
            there.close();
            if (sameNames) {
                everythingCameBack(stage, groups, orphans);
                orphansAreTold(stage, orphans, "after");
                orphansAreReplayedOnce(stage, orphans);
            } else {
                Contents copies = Contents.read(stage.dc1.clientProperties("shop"), stage.copies("dc2"));
                Contents moved = Contents.read(stage.dc2.clientProperties("shop"), stage.topics);
                moved.values()
                        .forEach((partition, values) -> assertThat(
                                        copies.of(stage.copy("dc2", partition.topic()), partition.partition()))
                                .isEqualTo(List.copyOf(values.values())));
            }
            goesOnAsBefore(stage, sameNames ? Map.of() : orphans);
        }
    }

    private static List<TopicPartition> copies(MoveStage stage, Set<TopicPartition> partitions) {
        return partitions.stream().map(partition -> copy(stage, partition)).toList();
    }

    private static TopicPartition copy(MoveStage stage, TopicPartition partition) {
        return new TopicPartition(stage.copy("dc1", partition.topic()), partition.partition());
    }

    private static JsonNode json(MoveStage stage, String... command) throws IOException {
        Tool tool = stage.tool(command);
        assertThat(tool.text()).as(stage.link().logTail()).contains("{");
        return JSON.readTree(tool.text().substring(tool.text().indexOf('{')));
    }

    /** What was acknowledged there and is not here, in order. */
    private static Map<TopicPartition, List<String>> orphans(MoveStage stage, Contents source, Contents target) {
        Map<TopicPartition, List<String>> orphans = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        source.values().forEach((partition, values) -> {
            var missing = new ArrayList<>(values.values());
            missing.removeAll(
                    new HashSet<>(target.values().get(copy(stage, partition)).values()));
            orphans.put(partition, missing);
        });
        return orphans;
    }

    private static void lossIsBounded(
            JsonNode report, Map<TopicPartition, List<String>> orphans, long fastest, boolean linkDiedFirst) {
        long truth = orphans.values().stream().mapToLong(List::size).sum();
        assertThat(truth).isPositive();
        assertThat(report.at("/rpo/records").asLong())
                .as("%s really lost, %s", truth, report.get("rpo"))
                .isGreaterThanOrEqualTo(truth)
                .isLessThanOrEqualTo(truth + (linkDiedFirst ? 4 : 1) * fastest);
        if (!linkDiedFirst) {
            assertThat(report.at("/rpo/ms").asLong()).isLessThan(2_000);
        }
    }

    private static void groupsAreExact(
            MoveStage stage,
            Map<String, Map<TopicPartition, Long>> groups,
            Contents source,
            Contents target,
            Map<TopicPartition, List<String>> orphans) {
        groups.forEach((group, offsets) -> {
            Map<TopicPartition, OffsetAndMetadata> committed = stage.committed(stage.dc2, group);
            offsets.forEach((partition, offset) -> {
                TopicPartition copy = copy(stage, partition);
                String there = target.firstFrom(copy, committed.get(copy).offset());
                String here = source.firstFrom(partition, offset);
                assertThat(there)
                        .as("%s at %s of %s", group, offset, partition)
                        .isEqualTo(orphans.get(partition).contains(here) ? "" : here);
            });
        });
    }

    /** The tool lists and exports exactly what was acknowledged there and never replicated. */
    private static void orphansAreTold(MoveStage stage, Map<TopicPartition, List<String>> orphans, String when)
            throws IOException {
        JsonNode listed = json(stage, "orphans", "--json", stage.file.toString(), "dc1->dc2");
        assertThat(listed.get("remarks")).isEmpty();
        assertThat(listed.get("records").asLong())
                .isEqualTo(orphans.values().stream().mapToLong(List::size).sum());

        Path file = stage.directory.resolve("orphans-" + when + ".jsonl");
        Tool exported = stage.tool("orphans", stage.file.toString(), "dc1->dc2", "export", "--output", file.toString());
        assertThat(exported.exitCode()).as(exported.text()).isZero();
        Map<TopicPartition, List<String>> told = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        orphans.keySet().forEach(partition -> told.put(partition, new ArrayList<>()));
        for (String line : Files.readAllLines(file)) {
            JsonNode orphan = JSON.readTree(line);
            told.get(new TopicPartition(
                            orphan.get("topic").asText(),
                            orphan.get("partition").asInt()))
                    .add(orphan.get("value").asText());
        }
        assertThat(told).isEqualTo(orphans);
    }

    /** The old source has what it had and what came since, and groups are at the same record; orphans are passed over. */
    private static void everythingCameBack(
            MoveStage stage, Map<String, Map<TopicPartition, Long>> groups, Map<TopicPartition, List<String>> orphans) {
        Contents away = Contents.read(stage.dc2.clientProperties("shop"), stage.topics);
        Contents back = Contents.read(stage.dc1.clientProperties("shop"), stage.topics);
        orphans.forEach((partition, ofPartition) -> {
            back.values().get(partition).values().removeAll(ofPartition);
            assertThat(back.of(partition.topic(), partition.partition()))
                    .isEqualTo(away.of(partition.topic(), partition.partition()));
        });
        groups.forEach((group, offsets) -> {
            Map<TopicPartition, OffsetAndMetadata> there = stage.committed(stage.dc2, group);
            Map<TopicPartition, OffsetAndMetadata> here = stage.committed(stage.dc1, group);
            offsets.keySet()
                    .forEach(partition -> assertThat(back.firstFrom(
                                    partition, here.get(partition).offset()))
                            .as("%s in %s", group, partition)
                            .isEqualTo(away.firstFrom(
                                    partition, there.get(partition).offset())));
        });
    }

    private static void orphansAreReplayedOnce(MoveStage stage, Map<TopicPartition, List<String>> orphans) {
        Contents before = Contents.read(stage.dc2.clientProperties("shop"), stage.topics);
        orphans.forEach((partition, ofPartition) -> assertThat(before.of(partition.topic(), partition.partition()))
                .isNotEmpty()
                .noneMatch(ofPartition::contains));
        for (int i = 0; i < 2; i++) {
            Tool replayed = stage.tool("orphans", stage.file.toString(), "dc1->dc2", "replay");
            assertThat(replayed.exitCode()).as(replayed.text()).isZero();
        }
        Contents target = Contents.read(stage.dc2.clientProperties("shop"), stage.topics);
        orphans.forEach((partition, ofPartition) -> {
            List<String> there = target.of(partition.topic(), partition.partition());
            assertThat(there.subList(there.size() - ofPartition.size(), there.size()))
                    .isEqualTo(ofPartition);
            assertThat(there).doesNotHaveDuplicates();
        });
    }

    /** Producers write to the old source again, and the link brings it over; with copies under names of their own, also what was left. */
    private static void goesOnAsBefore(MoveStage stage, Map<TopicPartition, List<String>> orphans) {
        Writers again = stage.closing(Writers.start(
                stage.dc1.clientProperties("shop"), "again", stage.topics, stage.shape.partitions(), 300));
        again.awaitMore(300);
        again.close();
        await().atMost(MoveStage.SOON).ignoreExceptions().untilAsserted(() -> {
            Contents target = Contents.read(stage.dc2.clientProperties("shop"), stage.copies("dc1"));
            for (String topic : stage.topics) {
                for (int i = 0; i < stage.shape.partitions(); i++) {
                    var partition = new TopicPartition(topic, i);
                    assertThat(target.of(stage.copy("dc1", topic), i))
                            .doesNotHaveDuplicates()
                            .containsAll(again.acknowledged(topic, i))
                            .containsAll(orphans.getOrDefault(partition, List.of()));
                }
            }
        });
    }
}
