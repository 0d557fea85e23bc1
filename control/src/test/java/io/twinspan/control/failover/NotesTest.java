package io.twinspan.control.failover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.failover.Notes.AclList;
import io.twinspan.control.failover.Notes.GroupNote;
import io.twinspan.control.failover.Notes.GroupNotes;
import io.twinspan.control.failover.Notes.Hold;
import io.twinspan.control.failover.Notes.LossList;
import io.twinspan.control.failover.Notes.Offsets;
import io.twinspan.control.failover.Notes.PlaceNote;
import io.twinspan.control.failover.Notes.QuotaList;
import io.twinspan.control.failover.Notes.Remarks;
import io.twinspan.control.failover.Notes.Topics;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.QuotaFence.Quota;
import io.twinspan.control.inventory.LossEstimate;
import io.twinspan.control.inventory.PartitionLoss;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class NotesTest {
    /** What a broker takes if nobody told it otherwise (message.max.bytes), less what a batch adds. */
    private static final int MOST_BYTES = 1_000_000;

    @Test
    void whatIsKeptIsReadAgain() {
        assertRead(new Topics(List.of(new MovedTopic("orders", "dc1.orders", 3))), Topics.class);
        assertRead(new Remarks(List.of("a \"remark\"\n")), Remarks.class);
        assertRead(Hold.of(new LinkHold(LinkHold.Level.QUIET, "f1", 7, "why")), Hold.class);
        assertRead(
                new AclList(List.of(new Acl("TOPIC", "LITERAL", "orders", "User:*", "*", "WRITE", "DENY"))),
                AclList.class);
        assertRead(
                new QuotaList(List.of(new Quota(Map.of("user", ""), null), new Quota(Map.of("client-id", "x"), 1e7))),
                QuotaList.class);
        assertRead(new LossList(List.of(loss(1), loss(2))), LossList.class);
        assertRead(new GroupNotes(List.of(group("a", 3), group("b", 0))), GroupNotes.class);
    }

    @Test
    void offsetsAreReadAgainByTopicAndPartition() {
        var offsets = Map.of(
                new TopicPartition("orders", 0), 5L,
                new TopicPartition("orders", 11), Long.MAX_VALUE,
                new TopicPartition("a.b-1", 0), 0L);
        Offsets kept = JsonText.read(JsonText.line(Offsets.of(offsets, 42)), Offsets.class);

        assertThat(kept.offsets()).isEqualTo(offsets);
        assertThat(kept.timeMs()).isEqualTo(42);
    }

    @Test
    void lossesAreCutAtTwoThousandPartitions() {
        assertThat(LossList.split(List.of())).isEmpty();
        assertThat(sizes(1)).containsExactly(1);
        assertThat(sizes(2_000)).containsExactly(2_000);
        assertThat(sizes(2_001)).containsExactly(2_000, 1);
        assertThat(sizes(4_000)).containsExactly(2_000, 2_000);
    }

    private static List<Integer> sizes(int partitions) {
        return LossList.split(losses(partitions)).stream()
                .map(part -> part.partitions().size())
                .toList();
    }

    @Test
    void lossesThatWereCutAreOneEstimateAgain() {
        for (int count : new int[] {0, 1, 2_000, 2_001, 5_003}) {
            List<PartitionLoss> losses = losses(count);
            var notes = new HashMap<String, String>();
            int number = 0;
            for (LossList part : LossList.split(losses)) {
                notes.put(Notes.LOSSES + number++, JsonText.line(part));
            }
            assertThat(LossList.join(notes)).as("%d partitions", count).isEqualTo(new LossEstimate(losses));
        }
    }

    @Test
    void groupsThatWereCutAreTheSameAgain() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var groups = new ArrayList<GroupNote>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                // Around the border of a part, and of two.
                int places =
                        random.nextBoolean() ? random.nextInt(4) : 797 + random.nextInt(6) + 800 * random.nextInt(2);
                groups.add(group("group-" + i, places));
            }
            List<GroupNotes> parts = read(GroupNotes.split(groups));
            assertThat(GroupNotes.join(parts)).as("seed %d", seed).isEqualTo(groups);
        }
    }

    @Test
    void aGroupThatIsLargerThanAPartIsInSeveral() {
        List<GroupNote> groups = List.of(group("small", 2), group("large", 3_000), group("last", 1));
        List<GroupNotes> parts = GroupNotes.split(groups);

        assertThat(parts).hasSizeBetween(4, 5);
        assertThat(parts.stream()
                        .filter(part -> part.groups().stream()
                                .anyMatch(group -> group.group().equals("large"))))
                .hasSizeGreaterThan(3);
        assertThat(GroupNotes.join(parts)).isEqualTo(groups);
    }

    @Test
    void manySmallGroupsShareParts() {
        List<GroupNote> groups =
                IntStream.range(0, 2_000).mapToObj(i -> group("group-" + i, 1)).toList();
        List<GroupNotes> parts = GroupNotes.split(groups);

        assertThat(parts).hasSizeBetween(5, 6);
        assertThat(GroupNotes.join(parts)).isEqualTo(groups);
        assertThat(GroupNotes.split(List.of())).isEmpty();
        assertThat(GroupNotes.split(List.of(group("empty", 0))))
                .containsExactly(new GroupNotes(List.of(group("empty", 0))));
    }

    /** The longest names that Kafka takes, and the most that a consumer may commit with an offset (offset.metadata.max.bytes). */
    @Test
    void everyPartFitsIntoARecordHoweverLongNamesAre() {
        String topic = "t".repeat(249);
        for (String metadata :
                List.of("", "m".repeat(31), "\"".repeat(31), "\u0001".repeat(4_096), "€".repeat(1_365))) {
            var places = new ArrayList<PlaceNote>();
            for (int i = 0; i < 2_000; i++) {
                places.add(new PlaceNote(
                        topic, topic, i, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, metadata));
            }
            var group = new GroupNote("g".repeat(249), "EMPTY", "EMPTY", places, 0, "COMMITTED", "", Long.MAX_VALUE);
            List<GroupNotes> parts = GroupNotes.split(List.of(group));
            assertThat(parts).allSatisfy(part -> assertThat(stored(part)).isLessThan(MOST_BYTES));
            assertThat(GroupNotes.join(parts)).containsExactly(group);
        }
        List<PartitionLoss> losses = IntStream.range(0, 2_000)
                .mapToObj(i -> new PartitionLoss(
                        topic, i, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
                .toList();
        assertThat(LossList.split(losses))
                .allSatisfy(part -> assertThat(stored(part)).isLessThan(MOST_BYTES));
    }

    /** How many bytes the journal keeps for it: a note is JSON in the JSON of its entry. */
    private static int stored(Object note) {
        var entry = new Entry(
                "failover-20261130T185142Z-3f2a",
                1,
                "ann@ops-3-1234",
                5,
                Entry.Type.NOTED,
                "groups",
                "before-0",
                JsonText.line(note),
                1);
        return JsonText.line(entry).getBytes(UTF_8).length;
    }

    private static <T> void assertRead(T note, Class<T> type) {
        assertThat(JsonText.read(JsonText.line(note), type)).isEqualTo(note);
    }

    private static List<GroupNotes> read(List<GroupNotes> parts) {
        return parts.stream()
                .map(part -> JsonText.read(JsonText.line(part), GroupNotes.class))
                .toList();
    }

    private static List<PartitionLoss> losses(int count) {
        return IntStream.range(0, count).mapToObj(NotesTest::loss).toList();
    }

    private static PartitionLoss loss(int partition) {
        return new PartitionLoss("orders", partition, 10L + partition, partition % 3 - 1, -1, 5, 6);
    }

    private static GroupNote group(String name, int places) {
        return new GroupNote(
                name,
                "EMPTY",
                "UNKNOWN",
                IntStream.range(0, places)
                        .mapToObj(i -> new PlaceNote("orders", "dc1.orders", i, i, i + 1L, 0, -1, ""))
                        .toList(),
                3,
                "COMMITTED",
                "a detail",
                99);
    }
}
