package io.twinspan.it.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MirrorMaker 2 and Twinspan take turns on the same file while records keep coming: nothing is lost, nothing doubled. */
class TakeoverIT {
    private static final int PARTITIONS = 3;
    private static final Set<Integer> ALL =
            IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toSet());
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private EmbeddedCluster dc1;
    private EmbeddedCluster dc2;

    @BeforeEach
    void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
        dc1.createTopic("orders", PARTITIONS);
    }

    @AfterEach
    void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @Test
    void takesOverFromAKilledMirrorMaker2AndGivesBackUnderLoad() throws Exception {
        Path file = file();
        var offsets = new StoredOffsets(dc2, "mm2-offsets.dc1.internal");
        try (var load = new SteadyLoad(dc1, "orders", PARTITIONS)) {
            try (JavaProcess mm2 = mirrorMaker("mm2-first", file)) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(offsets.byPartition("orders"))
                                .as(mm2.logTail())
                                .containsOnlyKeys(ALL));
                copiesOn(mm2, 2_000);
                mm2.kill9();
                assertThat(copied()).as("copied before the kill").isGreaterThan(offsets.sum("orders") + PARTITIONS);
            }
            try (JavaProcess twinspan = twinspan("twinspan", file)) {
                copiesOn(twinspan, 5_000);
                assertThat(twinspan.stop(STOP)).as(twinspan.logTail()).isZero();
            }
            try (JavaProcess mm2 = mirrorMaker("mm2-second", file)) {
                copiesOn(mm2, 5_000);
                assertThat(mm2.stop(STOP)).isNotNegative();
            }
            try (JavaProcess twinspan = twinspan("twinspan-again", file)) {
                copiesOn(twinspan, 3_000);
                load.end();
                assertThat(load.sent()).isGreaterThan(15_000);
                await().atMost(SOON).untilAsserted(() -> assertEqual(twinspan));
                assertThat(twinspan.stop(STOP)).as(twinspan.logTail()).isZero();
            }
        }
    }

    private void copiesOn(JavaProcess process, long records) throws Exception {
        long before = copied();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(process.isAlive()).as(process.logTail()).isTrue();
            assertThat(copied()).as(process.logTail()).isGreaterThanOrEqualTo(before + records);
        });
    }

    private long copied() throws Exception {
        var latest = ALL.stream()
                .collect(Collectors.toMap(p -> new TopicPartition("dc1.orders", p), p -> OffsetSpec.latest()));
        return dc2.admin().listOffsets(latest).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private void assertEqual(JavaProcess process) {
        assertThat(process.isAlive()).as(process.logTail()).isTrue();
        ClusterComparison.compare(dc1.clientProperties(), "orders", dc2.clientProperties(), "dc1.orders")
                .verify();
    }

    private JavaProcess mirrorMaker(String name, Path file) {
        return JavaProcess.of("org.apache.kafka.connect.mirror.MirrorMaker")
                .name(name)
                .jvmOptions(List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Dlog4j2.configurationFile=twinspan-log4j2.properties",
                        "-Dtwinspan.log.kafka.level=info"))
                .arguments(file.toString())
                .log(directory.resolve(name + ".log"))
                .start();
    }

    private JavaProcess twinspan(String name, Path file) {
        return TwinspanProcess.run(name, file, directory.resolve(name + ".log"));
    }

    private Path file() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", dc1.bootstrapServers());
        properties.put("dc2.bootstrap.servers", dc2.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc1->dc2.topics", "orders.*");
        properties.put("dc2.offset.flush.interval.ms", "8000");
        properties.putAll(Cli.replicas(1));
        properties.put("heartbeats.topic.replication.factor", "1");
        return Cli.file(directory, Map.copyOf(properties));
    }
}
