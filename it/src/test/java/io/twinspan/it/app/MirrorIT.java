package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.cluster.Kafka;
import io.twinspan.testkit.guarantee.ClusterComparison;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.JsonRecords.Kind;
import io.twinspan.testkit.record.LoadedTopic;
import io.twinspan.testkit.record.TopicLoader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code twinspan mirror} in the place of MirrorMaker 1, and beside it: Kafka 3.9's own, the last that there was. */
class MirrorIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);

    private static EmbeddedCluster dc1;
    private static EmbeddedCluster dc2;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startClusters() {
        dc1 = EmbeddedCluster.builder("dc1").start();
        dc2 = EmbeddedCluster.builder("dc2").start();
    }

    @AfterAll
    static void stopClusters() {
        dc2.close();
        dc1.close();
    }

    @Test
    void copiesToTheSameNamesShowsItsLagAsTheGroupAndGoesOnAfterARestart() throws Exception {
        LoadedTopic orders = load("a-orders", 2, 1);
        load("a-users", 1, 2);
        load("b-other", 1, 3);
        List<String> arguments = arguments("a-group", "a-.*, c-later");

        try (JavaProcess mirror = twinspan("first", arguments)) {
            awaitCopied(mirror, "a-orders", "a-users");
            awaitNoLag(mirror, "a-group", "a-orders", "a-users");
            assertThat(dc2.admin().listTopics().names().get())
                    .as("no other topics, and of internal ones only the link's positions and Connect's")
                    .filteredOn(topic -> !topic.startsWith("mm2-"))
                    .containsExactlyInAnyOrder("a-orders", "a-users");
            assertThat(new TreeSet<>(dc1.admin().listTopics().names().get()))
                    .as("nothing is created on the source")
                    .noneMatch(topic -> topic.contains("mm2") || topic.contains("heartbeats"));
            assertThat(mirror.stop(STOP)).as(mirror.logTail()).isZero();
        }
        orders.load(JsonRecords.of(Kind.ORDERS, 4), 700);
        try (JavaProcess mirror = twinspan("second", arguments)) {
            awaitCopied(mirror, "a-orders", "a-users");
            awaitNoLag(mirror, "a-group", "a-orders", "a-users");
            assertThat(mirror.stop(STOP)).as(mirror.logTail()).isZero();
        }
    }

    @Test
    void takesOverFromMirrorMaker1AndGivesBackWithoutARecordLostOrDoubled() throws Exception {
        LoadedTopic moved = load("moved", 1, 5);
        dc2.createTopic("moved", 1);
        List<String> arguments = arguments("moved-group", "moved");

        try (JavaProcess old = mirrorMaker1("mm1-first", arguments)) {
            awaitCopied(old, "moved");
            Cli refused = Cli.run(arguments.toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("group moved-group has 1 member on the source");
            old.stop(STOP);
        }
        moved.load(JsonRecords.of(Kind.ORDERS, 6), 1_000);

        try (JavaProcess mirror = twinspan("taking-over", arguments)) {
            awaitCopied(mirror, "moved");
            awaitNoLag(mirror, "moved-group", "moved");
            assertThat(Files.readString(mirror.log())).contains("goes on where group moved-group stands");
            assertThat(mirror.stop(STOP)).as(mirror.logTail()).isZero();
        }
        moved.load(JsonRecords.of(Kind.ORDERS, 7), 500);

        try (JavaProcess old = mirrorMaker1("mm1-again", arguments)) {
            awaitCopied(old, "moved");
            old.stop(STOP);
        }
        moved.load(JsonRecords.of(Kind.ORDERS, 8), 500);

        try (JavaProcess mirror = twinspan("once-more", arguments)) {
            awaitCopied(mirror, "moved");
            awaitNoLag(mirror, "moved-group", "moved");
            assertThat(mirror.stop(STOP)).as(mirror.logTail()).isZero();
        }
    }

    @Test
    void saysWhatIsWrongWithTheClusters() throws Exception {
        Cli same = Cli.run(
                "mirror",
                "--consumer.config",
                consumer("g", dc1.bootstrapServers()),
                "--producer.config",
                producer(dc1.bootstrapServers()),
                "--whitelist",
                ".*");
        assertThat(same.exitCode()).isEqualTo(2);
        assertThat(same.err()).contains("both files name the cluster", "into themselves");

        Cli down = Cli.run(
                "mirror",
                "--consumer.config",
                consumer("g", "127.0.0.1:1"),
                "--producer.config",
                producer(dc2.bootstrapServers()),
                "--whitelist",
                ".*");
        assertThat(down.exitCode()).isEqualTo(3);
        assertThat(down.err()).contains("source", "bootstrap.servers");
    }

    private static LoadedTopic load(String topic, int partitions, long seed) {
        return TopicLoader.of(dc1, topic)
                .partitions(partitions)
                .create()
                .load(JsonRecords.of(Kind.ORDERS, seed), 2_000);
    }

    private static void awaitCopied(JavaProcess copying, String... topics) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(copying.isAlive()).as(copying.logTail()).isTrue();
            for (String topic : topics) {
                ClusterComparison.compare(dc1.clientProperties(), topic, dc2.clientProperties(), topic)
                        .verify();
            }
        });
    }

    /** What {@code kafka-consumer-groups.sh --describe} would show. */
    private static void awaitNoLag(JavaProcess copying, String group, String... topics) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            var ends = new HashMap<TopicPartition, Long>();
            for (String topic : topics) {
                int partitions = dc1.admin()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size();
                for (int partition = 0; partition < partitions; partition++) {
                    var one = new TopicPartition(topic, partition);
                    ends.put(
                            one,
                            dc1.admin()
                                    .listOffsets(Map.of(one, OffsetSpec.latest()))
                                    .partitionResult(one)
                                    .get()
                                    .offset());
                }
            }
            var committed = new HashMap<TopicPartition, Long>();
            dc1.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            assertThat(committed).as(copying.logTail()).isEqualTo(ends);
        });
    }

    private JavaProcess twinspan(String name, List<String> arguments) {
        return TwinspanProcess.start(
                name, List.of("-Xms64m", "-Xmx192m", "-XX:MaxDirectMemorySize=192m"), arguments.toArray(String[]::new));
    }

    private JavaProcess mirrorMaker1(String name, List<String> arguments) throws IOException {
        Path log4j = directory.resolve("log4j.properties");
        Files.writeString(log4j, """
                log4j.rootLogger=INFO, out
                log4j.appender.out=org.apache.log4j.ConsoleAppender
                log4j.appender.out.layout=org.apache.log4j.PatternLayout
                log4j.appender.out.layout.ConversionPattern=%d %p %c: %m%n
                """);
        return JavaProcess.of("kafka.tools.MirrorMaker")
                .name(name)
                .classPath(
                        Kafka.of(Path.of("..", "brokers-3.9", "target", "lib")).classPath())
                .jvmOptions(List.of("-XX:+UseSerialGC", "-Xmx128m", "-Dlog4j.configuration=file:" + log4j))
                .arguments(arguments.subList(1, arguments.size()).toArray(String[]::new))
                .start();
    }

    /** The command for both: MirrorMaker 1 takes what comes after the first word. */
    private List<String> arguments(String group, String include) throws IOException {
        var arguments = new ArrayList<>(List.of("mirror"));
        arguments.addAll(List.of("--consumer.config", consumer(group, dc1.bootstrapServers())));
        arguments.addAll(List.of("--producer.config", producer(dc2.bootstrapServers())));
        arguments.addAll(List.of("--whitelist", include));
        return arguments;
    }

    private String consumer(String group, String servers) throws IOException {
        return file(
                "consumer.properties",
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "1000"));
    }

    private String producer(String servers) throws IOException {
        return file("producer.properties", Map.of("bootstrap.servers", servers));
    }

    private String file(String name, Map<String, String> settings) throws IOException {
        var properties = new Properties();
        properties.putAll(settings);
        Path file = directory.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file.toString();
    }
}
