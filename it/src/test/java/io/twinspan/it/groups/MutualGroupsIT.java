package io.twinspan.it.groups;

import static io.twinspan.it.groups.GroupWorld.commit;
import static io.twinspan.it.groups.GroupWorld.committed;
import static io.twinspan.it.groups.GroupWorld.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.client.LinkClient;
import io.twinspan.client.Located;
import io.twinspan.it.groups.Contents.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups in a topic that has the same name, and producers, in every cluster: at the position that a link tells, no record is skipped, as
 * many are read again as it says, and no other position reads fewer.
 */
class MutualGroupsIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(MutualGroupsIT.class);
    private static final int GROUPS = 40;

    @TempDir
    private Path directory;

    /** A position that was translated while everything went on. Immutable. */
    private record Asked(String from, String to, TopicPartition partition, long offset, Located located) {}

    @Test
    void betweenTwoClustersGroupsGoOnAtTheTightestPositionInBothDirections() throws Exception {
        try (var world = new MutualWorld(List.of("dc1", "dc2"), 2, directory, 41)) {
            List<Asked> asked = load(world, true);

            assertPositions(world, "dc1", "dc2", asked);
            assertPositions(world, "dc2", "dc1", asked);
            assertConsumerGoesOn(world, "dc1-0", "dc1", "dc2");
            assertConsumerGoesOn(world, "dc2-0", "dc2", "dc1");
        }
    }

    @Test
    void amongThreeClustersGroupsGoOnAtTheTightestPosition() throws Exception {
        try (var world = new MutualWorld(List.of("dc1", "dc2", "dc3"), 1, directory, 43)) {
            List<Asked> asked = load(world, false);

            assertPositions(world, "dc1", "dc2", asked);
            assertPositions(world, "dc3", "dc1", asked);
            assertConsumerGoesOn(world, "dc1-0", "dc1", "dc3");

            // Markers hide from one link where a third cluster's records end: more may be said to be read again, never
            // fewer.
            var later = new ArrayList<Asked>();
            ask(world, later, true);
            assertSafe(world, later);
        }
    }

    /** Fills the topic from all sides, and asks for positions meanwhile; returns them when everything is everywhere. */
    private static List<Asked> load(MutualWorld world, boolean transactions) {
        world.produce(40, false);
        // Six links begin in one small process.
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertComplete(world));
        var asked = new ArrayList<Asked>();
        ask(world, asked, transactions);
        assertThat(asked).anyMatch(one -> !one.located().isExact());
        return asked;
    }

    private static void ask(MutualWorld world, List<Asked> asked, boolean transactions) {
        var random = new Random(7);
        try (Clients clients = new Clients(world)) {
            for (int i = 0; i < 12; i++) {
                world.produce(15, transactions && i % 3 == 2);
                clients.ask(random, asked);
            }
        }
        soon(() -> assertComplete(world));
    }

    /** No position skips a record, and none reads more again than was said. */
    private static void assertSafe(MutualWorld world, List<Asked> asked) {
        var found = new Found();
        Map<String, Map<TopicPartition, Contents>> all =
                world.aliases.stream().collect(Collectors.toMap(alias -> alias, world::contents));
        for (Asked one : asked) {
            found.addAsked(
                    all.get(one.from()).get(one.partition()), all.get(one.to()).get(one.partition()), one);
        }
        assertThat(found.wrong).as("translated while everything went on").isEmpty();
    }

    private static void assertComplete(MutualWorld world) {
        assertThat(world.isRunning()).as(world.logTail()).isTrue();
        List<Set<String>> everywhere = new ArrayList<>();
        for (String alias : world.aliases) {
            List<String> values = world.contents(alias).values().stream()
                    .flatMap(contents -> contents.records().stream())
                    .map(Seen::value)
                    .toList();
            assertThat(values).as(alias).doesNotHaveDuplicates();
            everywhere.add(new HashSet<>(values));
        }
        assertThat(everywhere).as(world.logTail()).allMatch(everywhere.get(0)::equals);
    }

    /** Groups at random positions; their offsets on the other side against what is in the logs. */
    private static void assertPositions(MutualWorld world, String from, String to, List<Asked> asked) throws Exception {
        Map<TopicPartition, Contents> source = world.contents(from);
        Map<TopicPartition, Contents> target = world.contents(to);
        var random = new Random(11);
        var groups = new TreeMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        for (int i = 0; i < GROUPS; i++) {
            var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (TopicPartition partition : world.partitions) {
                long end = source.get(partition).end();
                offsets.put(
                        partition, new OffsetAndMetadata(i % 8 == 7 ? end : random.nextLong(end + 1), "of " + from));
            }
            groups.put(from + "-" + i, offsets);
            commit(world.cluster(from), from + "-" + i, offsets);
        }
        try (LinkClient client = world.client(from, to)) {
            soon(() -> {
                var found = new Found();
                for (var group : groups.entrySet()) {
                    var there = committed(world.cluster(to), group.getKey());
                    assertThat(there).as(group.getKey()).containsOnlyKeys(world.partitions);
                    var located = client.group(group.getKey()).offsets();
                    assertThat(there).as(group.getKey()).isEqualTo(located);
                    for (var position : client.group(group.getKey()).positions()) {
                        assertThat(position.translation().isPending())
                                .as("%s", position)
                                .isFalse();
                        TopicPartition partition = position.source();
                        found.add(
                                source.get(partition),
                                target.get(partition),
                                position.sourceOffset(),
                                there.get(partition).offset(),
                                position.translation().rereads());
                    }
                }
                assertThat(found.wrong).isEmpty();
                assertThat(found.exact).as("positions that are exact").isGreaterThan(GROUPS / 8);
                assertThat(found.inherent).as("positions that cannot be").isGreaterThan(GROUPS / 4);
                LOGGER.warn("{}->{}: {}", from, to, found);
            });
        }
        assertSafe(world, asked);
    }

    /** A consumer in the group at the other side gets all that it has not read, and reads again what was said. */
    private static void assertConsumerGoesOn(MutualWorld world, String group, String from, String to) throws Exception {
        Map<TopicPartition, Contents> source = world.contents(from);
        Map<TopicPartition, OffsetAndMetadata> at = committed(world.cluster(from), group);
        long said;
        try (LinkClient client = world.client(from, to)) {
            said = client.group(group).rereads();
            soon(() -> assertThat(committed(world.cluster(to), group))
                    .isEqualTo(client.group(group).offsets()));
        }
        var read = new HashSet<String>();
        var unread = new HashSet<String>();
        source.forEach((partition, contents) -> contents.records().forEach(record -> {
            (record.offset() < at.get(partition).offset() ? read : unread).add(record.value());
        }));
        List<String> got = consume(world, group, to);

        assertThat(got).containsAll(unread);
        assertThat(got.stream().filter(read::contains).count()).isEqualTo(said);
        assertThat(got).hasSize(unread.size() + (int) said);
    }

    private static List<String> consume(MutualWorld world, String group, String alias) {
        Map<String, Object> config = new HashMap<>(world.cluster(alias).clientProperties());
        config.put("group.id", group);
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none");
        var got = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(world.partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(world.partitions);
            Predicate<TopicPartition> isBehind =
                    partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L);
            while (world.partitions.stream().anyMatch(isBehind)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> got.add(record.value()));
            }
        }
        return got;
    }

    /** A client for each direction. Confined to the test's thread. */
    private static final class Clients implements AutoCloseable {
        private final MutualWorld world;
        private final Map<List<String>, LinkClient> clients = new HashMap<>();

        Clients(MutualWorld world) {
            this.world = world;
        }

        void ask(Random random, List<Asked> asked) {
            for (String from : world.aliases) {
                Map<TopicPartition, Contents> contents = world.contents(from);
                for (String to : world.aliases) {
                    if (!from.equals(to)) {
                        TopicPartition partition = world.partitions.get(random.nextInt(world.partitions.size()));
                        long end = contents.get(partition).end();
                        long offset = random.nextInt(3) == 0 ? end : random.nextLong(end + 1);
                        Located located = clients.computeIfAbsent(List.of(from, to), link -> world.client(from, to))
                                .toTarget(partition, offset);
                        asked.add(new Asked(from, to, partition, offset, located));
                    }
                }
            }
        }

        @Override
        public void close() {
            clients.values().forEach(LinkClient::close);
        }
    }

    /** What positions turned out to be, against the complete logs. Confined to one attempt. */
    private static final class Found {
        private final List<String> wrong = new ArrayList<>();
        private int exact;
        private int inherent;
        private long rereads;

        void add(Contents source, Contents target, long offset, long place, long said) {
            Set<String> read = read(source, offset);
            long firstUnread = firstUnread(target, read);
            long again = again(target, read, place);
            String what = offset + " to " + place + ", " + said + " said to be read again: ";
            if (firstUnread < place) {
                wrong.add(what + "skips " + firstUnread);
            }
            if (again != said) {
                wrong.add(what + again + " are");
            }
            if (again != again(target, read, firstUnread)) {
                wrong.add(what + "from " + firstUnread + " on it would be " + again(target, read, firstUnread));
            }
            exact += said == 0 ? 1 : 0;
            inherent += said > 0 ? 1 : 0;
            rereads += said;
        }

        void addAsked(Contents source, Contents target, Asked one) {
            Set<String> read = read(source, one.offset());
            String what = one + ": ";
            long place = one.located().offset();
            if (firstUnread(target, read) < place) {
                wrong.add(what + "skips " + firstUnread(target, read));
            }
            if (again(target, read, place) > one.located().rereads()) {
                wrong.add(what + again(target, read, place) + " are read again");
            }
        }

        private static Set<String> read(Contents source, long offset) {
            return source.records().stream()
                    .filter(record -> record.offset() < offset)
                    .map(Seen::value)
                    .collect(Collectors.toSet());
        }

        private static long firstUnread(Contents target, Set<String> read) {
            return target.records().stream()
                    .filter(record -> !read.contains(record.value()))
                    .mapToLong(Seen::offset)
                    .min()
                    .orElse(target.end());
        }

        private static long again(Contents target, Set<String> read, long place) {
            return target.records().stream()
                    .filter(record -> record.offset() >= place && read.contains(record.value()))
                    .count();
        }

        @Override
        public String toString() {
            return exact + " positions exact; " + inherent + " others read " + rereads + " records again";
        }
    }
}
