package io.twinspan.it.active;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.it.plugin.Small;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links in every direction between clusters with the same topic names, in one process, and producers on the same partitions of all.
 * {@code -Dmutual.minutes=N} adds a run of so many minutes, with brokers as processes.
 */
class MutualIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(MutualIT.class);
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final CountDownLatch never = new CountDownLatch(1);
    private final List<KafkaCluster> clusters = new ArrayList<>();
    private final List<Writers> writers = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        writers.forEach(Writers::close);
        clusters.forEach(KafkaCluster::close);
    }

    @Test
    void eachRecordIsOnBothClustersOnceAfterAKill() throws Exception {
        startEmbedded(2);
        Path file = file(Map.of());
        try (JavaProcess run = run(file)) {
            await(6_000);
            assertThat(run.isAlive()).as(run.logTail()).isTrue();
            run.kill9();
        }
        try (JavaProcess run = run(file)) {
            await(6_000);
            verify(run);
        }
    }

    @Test
    void eachRecordIsOnAllThreeClustersOfAMeshOnce() throws Exception {
        startEmbedded(3);
        try (JavaProcess run = run(file(Map.of()))) {
            await(8_000);
            verify(run);
        }
    }

    @Test
    void refusesRecordModeInBothDirections() throws Exception {
        startEmbedded(2);
        Path file = file(Map.of("link.mode", "record"));

        for (String command : List.of("check", "plan", "run")) {
            Cli refused = Cli.run(command, file.toString());
            assertThat(refused.exitCode()).as(refused.text()).isEqualTo(2);
            assertThat(refused.text())
                    .contains(
                            "keep their names over",
                            "would come back there",
                            "link.mode = record",
                            "link.mode = batch");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "mutual.minutes", matches = "[0-9]+")
    void eachRecordIsOnBothClustersOnceAfterManyRestarts() throws Exception {
        long minutes = Long.getLong("mutual.minutes", 0);
        for (String name : List.of("dc1", "dc2")) {
            clusters.add(ProcessCluster.builder(name)
                    .brokers(1)
                    .jvmOptions("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    .start());
        }
        startWriters();
        Path file = file(Map.of());
        Files.deleteIfExists(log());
        var random = new Random();
        int kills = 0;
        int stops = 0;
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        while (System.nanoTime() < end) {
            try (JavaProcess run = run(file)) {
                await(15_000 + random.nextInt(60_000));
                assertThat(run.isAlive()).as(run.logTail()).isTrue();
                if (random.nextInt(3) == 0) {
                    assertThat(run.stop(STOP)).as(run.logTail()).isZero();
                    stops++;
                } else {
                    run.kill9();
                    kills++;
                }
            }
            await(random.nextInt(4_000));
        }
        try (JavaProcess run = run(file)) {
            verify(run);
        }
        LOGGER.info("{} minutes, {} kills with -9, {} clean restarts", minutes, kills, stops);
    }

    private void startEmbedded(int count) {
        for (int i = 1; i <= count; i++) {
            clusters.add(EmbeddedCluster.builder("dc" + i).start());
        }
        startWriters();
    }

    private void startWriters() {
        for (KafkaCluster cluster : clusters) {
            Writers.createTopics(cluster);
            writers.add(new Writers(cluster, writers.size()).start());
        }
    }

    private JavaProcess run(Path file) {
        return TwinspanProcess.run("mutual", file, log());
    }

    /** Kept for people where a run is long. */
    private Path log() {
        return System.getProperty("mutual.minutes") == null
                ? directory.resolve("run.log")
                : Path.of("target", "mutual.log").toAbsolutePath();
    }

    /** Waits until nothing is missing any more, and then a little longer: nothing may come twice. */
    private void verify(JavaProcess run) throws Exception {
        for (Writers ofSite : writers) {
            ofSite.close();
        }
        var everywhere = new Everywhere(clusters, writers);
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!everywhere.compare() && everywhere.onlyLacks() && System.nanoTime() < deadline) {
            assertThat(run.isAlive()).as(run.logTail()).isTrue();
            await(1_000);
        }
        await(2_000);
        boolean equal = everywhere.compare();
        LOGGER.info(
                "{} records written; {}", writers.stream().map(Writers::count).toList(), everywhere);
        assertThat(equal).as("%s%n%s", everywhere, run.logTail()).isTrue();
        assertThat(Files.readString(log())).doesNotContain("set the lane's position anew");
        Cli verified = Cli.run("verify", directory.resolve("mm2.properties").toString());
        assertThat(verified.exitCode()).as(verified.text()).isZero();
        assertThat(run.stop(STOP)).as(run.logTail()).isZero();
    }

    private void await(long ms) throws InterruptedException {
        never.await(ms, TimeUnit.MILLISECONDS);
    }

    private Path file(Map<String, String> more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put(
                "clusters",
                String.join(", ", clusters.stream().map(KafkaCluster::name).toList()));
        for (KafkaCluster source : clusters) {
            properties.put(source.name() + ".bootstrap.servers", source.bootstrapServers());
            for (KafkaCluster target : clusters) {
                if (source != target) {
                    properties.put(source.name() + "->" + target.name() + ".enabled", "true");
                }
            }
        }
        properties.put("topics", "orders, ticks, payments, state");
        properties.put("replication.policy.class", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy");
        properties.put("emit.heartbeats.enabled", "false");
        properties.put("refresh.topics.interval.seconds", "5");
        properties.put("offset.storage.partitions", "1");
        properties.putAll(Small.FACTORS);
        properties.putAll(more);
        return Cli.file(directory, properties);
    }
}
