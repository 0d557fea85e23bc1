package io.twinspan.it.client;

import static io.twinspan.it.groups.GroupWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinspan.client.LinkClient;
import io.twinspan.client.Located;
import io.twinspan.client.LocatedGroup;
import io.twinspan.it.app.Cli;
import io.twinspan.it.groups.Contents;
import io.twinspan.it.groups.GroupWorld;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.testkit.record.JsonRecords;
import io.twinspan.testkit.record.JsonRecords.Kind;
import io.twinspan.testkit.record.TopicLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets and groups, translated in both directions over topics where source and target offsets differ: each must lead to the very record
 * that is not read yet.
 */
class LinkClientIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkClientIT.class);
    private static final int QUESTIONS = 1_000;

    private static GroupWorld world;
    private static List<TopicPartition> partitions;
    private static Map<TopicPartition, Contents> source;
    private static Map<TopicPartition, Contents> target;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startEverything() {
        world = new GroupWorld();
        partitions = world.loadThreeKinds();
        source = Contents.read(world.source, partitions);
        world.startLink("ours", Map.of("topics", "tx,compacted,plain,growing", "groups", "g-.*"));
        List<TopicPartition> copies =
                partitions.stream().map(LinkClientIT::onTarget).toList();
        soon(() -> {
            target = Contents.read(world.target, copies);
            partitions.forEach(partition -> assertThat(copyOf(partition).records())
                    .as("%s", partition)
                    .hasSameSizeAs(sourceOf(partition).records()));
        });
        // The last positions, which come after a moment, are those of the ends.
        soon(() -> {
            try (LinkClient client = client()) {
                partitions.forEach(partition -> assertThat(
                                client.toTarget(partition, sourceOf(partition).end())
                                        .isExact())
                        .isTrue());
            }
        });
    }

    @AfterAll
    static void stopEverything() {
        world.close();
    }

    @Test
    void everyOffsetLeadsToTheFirstRecordThatIsNotReadYetInBothDirections() {
        var random = new Random(17);
        int moved = 0;
        long nanos = 0;
        long started = System.nanoTime();
        try (LinkClient client = client()) {
            partitions.forEach(partition -> client.toTarget(partition, 0));
            LOGGER.warn(
                    "positions of {} partitions read in {} ms",
                    partitions.size(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            for (int i = 0; i < QUESTIONS; i++) {
                TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
                Contents from = sourceOf(partition);
                Contents to = copyOf(partition);

                long offset = random.nextLong(from.end() + 1);
                long copied = random.nextLong(to.end() + 1);
                long asked = System.nanoTime();
                Located there = client.toTarget(partition, offset);
                Located back = client.toSource(onTarget(partition), copied);
                nanos += System.nanoTime() - asked;
                assertThat(there.partition()).isEqualTo(onTarget(partition));
                assertThat(there.isExact()).isTrue();
                assertThat(to.indexAt(there.offset()))
                        .as("source offset %d of %s", offset, partition)
                        .isEqualTo(from.indexAt(offset));
                moved += there.offset() == offset ? 0 : 1;

                assertThat(back.partition()).isEqualTo(partition);
                assertThat(back.isExact()).isTrue();
                assertThat(from.indexAt(back.offset()))
                        .as("target offset %d of %s", copied, partition)
                        .isEqualTo(to.indexAt(copied));
            }
        }
        LOGGER.warn("{} translations there and back in {} ms", QUESTIONS, TimeUnit.NANOSECONDS.toMillis(nanos));
        assertThat(moved).as("offsets that differ, or nothing is shown").isGreaterThan(QUESTIONS / 3);
    }

    @Test
    void aGroupIsTheSameFromTheSourceAsFromItsCheckpointsAndAsKafkasOwnClassSays() throws Exception {
        var random = new Random(23);
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        source.forEach((partition, contents) ->
                offsets.put(partition, new OffsetAndMetadata(random.nextLong(contents.end() + 1), "of " + partition)));
        GroupWorld.commit(world.source, "g-all", offsets);

        try (LinkClient client = client()) {
            LocatedGroup located = client.group("g-all");
            assertThat(located.isExact()).isTrue();
            assertThat(located.positions()).hasSameSizeAs(partitions);
            located.offsets().forEach((copy, there) -> {
                var partition = new TopicPartition(copy.topic().substring("dc1.".length()), copy.partition());
                assertThat(copyOf(partition).indexAt(there.offset()))
                        .isEqualTo(sourceOf(partition)
                                .indexAt(offsets.get(partition).offset()));
                assertThat(there.metadata()).isEqualTo("of " + partition);
            });

            soon(() -> assertThat(client.checkpoints("g-all")).isEqualTo(located.offsets()));
            assertThat(world.translated("dc1", "g-all")).isEqualTo(located.offsets());
            assertThat(client.group("g-none").positions()).isEmpty();
            assertThat(client.checkpoints("g-none")).isEmpty();
        }
    }

    @Test
    void theDocumentedProgramGoesOnAtTheRecordAtWhichTheGroupIs() throws Exception {
        TopicPartition partition = partitions.get(0);
        long position = sourceOf(partition).end() / 2;
        GroupWorld.commit(world.source, "g-program", Map.of(partition, new OffsetAndMetadata(position)));
        int expected = sourceOf(partition).indexAt(position);
        var unreachable = new HashMap<String, Object>(world.source.clientProperties());
        unreachable.put("bootstrap.servers", "127.0.0.1:1");
        soon(() -> assertThat(world.translated("dc1", "g-program")).hasSize(1));

        for (Map<String, Object> at :
                List.of(new HashMap<String, Object>(world.source.clientProperties()), unreachable)) {
            try (var consumer = GoOnAtTarget.goOn(at, new HashMap<>(world.target.clientProperties()), "g-program")) {
                var first = new ArrayList<Long>();
                soon(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(record -> first.add(record.offset()));
                    assertThat(first).isNotEmpty();
                });
                assertThat(first.get(0))
                        .isEqualTo(copyOf(partition).records().get(expected).offset());
            }
        }
    }

    @Test
    void whatIsCopiedLaterIsFoundByTheSameClient() {
        var growing = new TopicPartition("growing", 0);
        try (LinkClient client = client()) {
            assertThat(client.toTarget(growing, 10).translation().reason()).contains("has not stored a position");
            TopicLoader.of(world.source, "growing").create().load(JsonRecords.of(Kind.EVENTS, 5), 500);
            soon(() -> assertThat(client.toTarget(growing, 500).isExact()).isTrue());

            Located ahead = client.toTarget(growing, 530);
            assertThat(ahead.isExact()).isFalse();
            assertThat(ahead.rereads()).isEqualTo(30);
            assertThat(ahead.offset()).isEqualTo(500);
        }
    }

    @Test
    void whatTheLinkDoesNotKnowIsSaidAndNotGuessed() {
        TopicLoader.of(world.source, "older").create().load(JsonRecords.of(Kind.EVENTS, 6), 100);
        TopicLoader.of(world.target, "dc1.older").create().load(JsonRecords.of(Kind.EVENTS, 7), 30);
        var older = new TopicPartition("older", 0);
        world.start(
                "late",
                "io.twinspan.connect.source.LinkSourceConnector",
                "dc1",
                Map.of("topics", "older", "consumer.auto.offset.reset", "latest"));
        try (LinkClient client = client()) {
            soon(() -> assertThat(client.toTarget(older, 100).isExact()).isTrue());

            assertThat(client.toTarget(older, 99).translation().reason()).contains("below source offset 100");
            assertThatThrownBy(() -> client.toTarget(older, 99).offset())
                    .hasMessageContaining("below source offset 100");
            assertThat(client.toSource(new TopicPartition("dc1.older", 0), 29)
                            .translation()
                            .reason())
                    .contains("below target offset 30");
            assertThat(client.toSource(new TopicPartition("dc1.older", 0), 30).offset())
                    .isEqualTo(100);
            assertThat(client.toTarget(new TopicPartition("unheard-of", 0), 5)
                            .translation()
                            .reason())
                    .contains("does not copy the topic");
            assertThatThrownBy(() -> client.toSource(new TopicPartition("tx", 0), 5))
                    .isInstanceOf(Misconfigured.class);
        } finally {
            world.connect.delete("late");
        }
        try (LinkClient wrong = LinkClient.of("dcX", "dc2")
                .target(world.target.clientProperties())
                .open()) {
            assertThatThrownBy(() -> wrong.toTarget(older, 0))
                    .isInstanceOf(Inconsistent.class)
                    .hasMessageContaining("mm2-positions.dcX.internal");
            assertThatThrownBy(() -> wrong.checkpoints("g-all"))
                    .isInstanceOf(Inconsistent.class)
                    .hasMessageContaining("dcX.checkpoints.internal");
        }
    }

    @Test
    void theCommandSaysTheSame() throws Exception {
        TopicPartition partition = partitions.get(1);
        long position = sourceOf(partition).end() / 3;
        GroupWorld.commit(world.source, "g-command", Map.of(partition, new OffsetAndMetadata(position)));
        String file = file(Map.of());
        long there;
        try (LinkClient client = client()) {
            there = client.toTarget(partition, position).offset();
        }
        String number = Integer.toString(partition.partition());

        Cli group = Cli.run("translate", file, "--group", "g-command");
        assertThat(group.exitCode()).as(group.text()).isZero();
        assertThat(group.out()).contains("1 position, exact", Long.toString(position), Long.toString(there));

        Cli json = Cli.run("translate", file, "--group", "g-command", "--json");
        var answer = new ObjectMapper().readTree(json.out());
        assertThat(answer.path("positions").path(0).path("offsetThere").asLong())
                .isEqualTo(there);

        Cli offset = Cli.run(
                "translate", file, "--topic", partition.topic(), "--partition", number, "--offset", "" + position);
        assertThat(offset.exitCode()).isZero();
        assertThat(offset.out()).contains(Long.toString(there));

        Cli back = Cli.run(
                "translate",
                file,
                "--topic",
                "dc1." + partition.topic(),
                "--partition",
                number,
                "--offset",
                "" + there,
                "--back",
                "--json");
        assertThat(back.exitCode()).isZero();
        long source = new ObjectMapper()
                .readTree(back.out())
                .path("positions")
                .path(0)
                .path("offsetThere")
                .asLong();
        assertThat(sourceOf(partition).indexAt(source))
                .isEqualTo(sourceOf(partition).indexAt(position));

        soon(() -> assertThat(Cli.run("translate", file, "--group", "g-command", "--checkpoints")
                        .out())
                .contains("from the checkpoints", Long.toString(there)));
    }

    @Test
    void theCommandsExitCodesAreAsDocumented() {
        String file = file(Map.of());
        String unreachable = file(Map.of("dc1.bootstrap.servers", "127.0.0.1:1"));
        List<String> offset = List.of("--partition", "0", "--offset", "5");

        assertThat(translate(file, offset, "--topic", "unheard-of").exitCode()).isEqualTo(1);
        assertThat(translate(file, List.of(), "--group", "g-none").exitCode()).isEqualTo(1);
        assertThat(translate(file, offset, "--topic", "tx", "--back").exitCode())
                .isEqualTo(2);
        assertThat(translate(file, offset, "--topic", "tx", "--link", "dc1-dc2").exitCode())
                .isEqualTo(2);
        assertThat(translate(file, offset, "--topic", "tx", "--link", "dc1->dc9")
                        .err())
                .contains("'clusters'");
        assertThat(translate(file, offset, "--topic", "tx", "--link", "dc2->dc1")
                        .exitCode())
                .as("a link that never ran")
                .isEqualTo(1);
        Cli down = translate(unreachable, List.of(), "--group", "g-all");
        assertThat(down.exitCode()).isEqualTo(3);
        assertThat(down.err()).contains("dc1.bootstrap.servers");
        assertThat(translate(unreachable, offset, "--topic", "tx").exitCode())
                .as("offsets need no source")
                .isZero();
    }

    private static Cli translate(String file, List<String> more, String... arguments) {
        var all = new ArrayList<>(List.of("translate", file));
        all.addAll(List.of(arguments));
        all.addAll(more);
        return Cli.run(all.toArray(String[]::new));
    }

    private String file(Map<String, String> more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", world.source.bootstrapServers());
        properties.put("dc2.bootstrap.servers", world.target.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.putAll(more);
        Path home = directory.resolve(Integer.toHexString(properties.hashCode()));
        assertThat(home.toFile().mkdirs() || home.toFile().isDirectory()).isTrue();
        return Cli.file(home, properties).toString();
    }

    private static LinkClient client() {
        return LinkClient.of("dc1", "dc2")
                .source(world.source.clientProperties())
                .target(world.target.clientProperties())
                .open();
    }

    private static TopicPartition onTarget(TopicPartition partition) {
        return new TopicPartition("dc1." + partition.topic(), partition.partition());
    }

    private static Contents sourceOf(TopicPartition partition) {
        return source.getOrDefault(partition, new Contents(List.of(), 0));
    }

    private static Contents copyOf(TopicPartition partition) {
        return target.getOrDefault(onTarget(partition), new Contents(List.of(), 0));
    }
}
