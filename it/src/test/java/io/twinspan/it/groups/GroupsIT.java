package io.twinspan.it.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.RemoteClusterUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thousand positions of a hundred groups, in topics where source and target offsets differ by markers, aborted records and holes:
 * each translated one must be at the very record at which the group is, and MirrorMaker 2 on the same data stands beside it.
 */
class GroupsIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupsIT.class);
    private static final int GROUPS = 100;
    private static final String MM2 = "org.apache.kafka.connect.mirror.";

    private static GroupWorld world;

    @BeforeAll
    static void startEverything() {
        world = new GroupWorld();
    }

    @AfterAll
    static void stopEverything() {
        world.close();
    }

    @Test
    void everyGroupIsAtTheRecordAtWhichItIsInTheSource() throws Exception {
        List<TopicPartition> partitions = world.loadThreeKinds();
        Map<TopicPartition, Contents> source = Contents.read(world.source, partitions);
        Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = commitAtRandom(source);

        // MirrorMaker 2 first: it translates only what it has copied while its checkpoint task looked on.
        Map<String, String> topics = Map.of("topics", "tx,compacted,plain", "groups", "g-.*");
        world.start("mm2-checkpoint", MM2 + "MirrorCheckpointConnector", "mm", topics);
        world.start("mm2-source", MM2 + "MirrorSourceConnector", "mm", committedOnly(topics));
        world.startLink("ours", topics);

        GroupWorld.soon(() -> {
            Map<String, Map<TopicPartition, OffsetAndMetadata>> translated = translated("dc1");
            assertThat(translated).hasSize(GROUPS);
            assertThat(translated.values())
                    .allSatisfy(offsets -> assertThat(offsets).hasSize(partitions.size()));
            assertRereads("dc1", source, groups, 0);
        });
        assertThat(rereads("dc1", source, groups).getCount()).isEqualTo((long) GROUPS * partitions.size());
        var ours = translated("dc1");
        var moved = new ArrayList<TopicPartition>();
        groups.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            OffsetAndMetadata there = ours.get(group).get(onTarget("dc1", partition));
            assertThat(there.metadata()).isEqualTo(offset.metadata());
            if (there.offset() != offset.offset()) {
                moved.add(partition);
            }
        }));
        assertThat(moved)
                .as("positions whose offsets differ, or nothing is shown")
                .hasSizeGreaterThan(500);

        GroupWorld.soon(() -> assertThat(
                        Contents.read(world.target, onTarget("mm", partitions)).values())
                .extracting(contents -> contents.records().size())
                .containsExactlyInAnyOrderElementsOf(source.values().stream()
                        .map(contents -> contents.records().size())
                        .toList()));
        GroupWorld.soon(() -> assertThat(translated("mm")).hasSizeGreaterThan(GROUPS / 2));
        LOGGER.warn(
                "records read again, of {} positions: Twinspan {}, MirrorMaker 2 {}",
                GROUPS * partitions.size(),
                rereads("dc1", source, groups),
                rereads("mm", source, groups));
    }

    /** Positions anywhere between a partition's start and its end: on records, on markers, in holes. */
    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> commitAtRandom(
            Map<TopicPartition, Contents> source) throws Exception {
        var random = new Random(11);
        var groups = new TreeMap<String, Map<TopicPartition, OffsetAndMetadata>>();
        for (int i = 0; i < GROUPS; i++) {
            var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
            source.forEach((partition, contents) -> offsets.put(
                    partition,
                    new OffsetAndMetadata(
                            random.nextInt(20) == 0 ? contents.end() : random.nextLong(contents.end() + 1),
                            "of " + partition)));
            groups.put("g-" + i, offsets);
            GroupWorld.commit(world.source, "g-" + i, offsets);
        }
        return groups;
    }

    private static void assertRereads(
            String alias,
            Map<TopicPartition, Contents> source,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> groups,
            long most) {
        LongSummaryStatistics rereads = rereads(alias, source, groups);
        assertThat(rereads.getMin()).as("records skipped").isZero();
        assertThat(rereads.getMax()).as("records read again").isLessThanOrEqualTo(most);
    }

    /** For each translated position, how many records it is before the one at which the group is; negative if behind. */
    private static LongSummaryStatistics rereads(
            String alias,
            Map<TopicPartition, Contents> source,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> groups) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> translated = translated(alias);
        Map<TopicPartition, Contents> target =
                Contents.read(world.target, onTarget(alias, List.copyOf(source.keySet())));
        var rereads = new LongSummaryStatistics();
        groups.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            TopicPartition copy = onTarget(alias, partition);
            OffsetAndMetadata there = translated.getOrDefault(group, Map.of()).get(copy);
            if (there != null) {
                Contents from = source.get(partition);
                Contents to = target.get(copy);
                int expected = from.indexAt(offset.offset());
                int found = to.indexAt(there.offset());
                if (expected == found && found < to.records().size()) {
                    assertThat(to.records().get(found))
                            .matches(record -> record.saysTheSame(from.records().get(expected)));
                }
                rereads.accept(expected - found);
            }
        }));
        return rereads;
    }

    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> translated(String alias) {
        return RemoteClusterUtils.translateOffsets(
                new HashMap<>(world.target.clientProperties()), alias, Pattern.compile("g-.*"), Duration.ofSeconds(30));
    }

    private static Map<String, String> committedOnly(Map<String, String> topics) {
        var more = new HashMap<>(topics);
        more.put("source.consumer.isolation.level", "read_committed");
        more.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        return more;
    }

    private static TopicPartition onTarget(String alias, TopicPartition partition) {
        return new TopicPartition(alias + "." + partition.topic(), partition.partition());
    }

    private static List<TopicPartition> onTarget(String alias, List<TopicPartition> partitions) {
        return partitions.stream().map(partition -> onTarget(alias, partition)).toList();
    }
}
