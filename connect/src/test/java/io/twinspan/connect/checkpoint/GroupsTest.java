package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.mirror.DefaultGroupFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names, discovery and assignment of groups, and what Connect stores of them. */
class GroupsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @Test
    void anyNameSurvivesTheTaskConfiguration() {
        List<String> names = List.of("plain", "with,comma", " space ", "ä%2C", "a=b&c");

        assertThat(GroupNames.parse(GroupNames.format(names))).isEqualTo(names);
        assertThat(GroupNames.parse("")).isEmpty();
    }

    @Test
    void groupsOfSinkConnectorsAreNamedWhenTheFilterLeavesThemOut() {
        var filter = new DefaultGroupFilter();
        filter.configure(Map.of());

        var discovery = GroupDiscovery.of(List.of("shop", "connect-s3", "console-consumer-1", "__own"), filter);

        assertThat(discovery.accepted()).containsExactly("shop");
        assertThat(discovery.connectors()).containsExactly("connect-s3");
    }

    @Test
    void groupsOfSinkConnectorsAreGroupsAsAnyWhereTheFilterTakesThem() {
        var filter = new DefaultGroupFilter();
        filter.configure(Map.of("groups.exclude", "none"));

        var discovery = GroupDiscovery.of(List.of("shop", "connect-s3"), filter);

        assertThat(discovery.accepted()).containsExactly("connect-s3", "shop");
        assertThat(discovery.connectors()).isEmpty();
    }

    @Test
    void aGroupWithoutAPositionInACopiedTopicIsNoneOfTheLinks() {
        var offsets = Map.of(
                "shop", Map.of(ORDERS, new OffsetAndMetadata(1)),
                "idle", Map.<TopicPartition, OffsetAndMetadata>of(),
                "other", Map.of(new TopicPartition("users", 0), new OffsetAndMetadata(1)));

        assertThat(GroupDiscovery.concerned(List.of("shop", "idle", "other", "new"), offsets, "orders"::equals))
                .containsExactly("shop");
    }

    @Test
    void aNewGroupMovesNoOther() {
        List<String> groups = IntStream.range(0, 40).mapToObj(i -> "g" + i).toList();
        var before = GroupAssignment.assign(groups, 4, GroupAssignment.NONE);
        var more = new ArrayList<>(groups);
        more.add("new");

        var after = GroupAssignment.assign(more, 4, before);

        assertThat(after.tasks().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(more);
        long changed = IntStream.range(0, 4)
                .filter(task -> !new HashSet<>(before.tasks().get(task))
                        .equals(new HashSet<>(after.tasks().get(task))))
                .count();
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void connectsOffsetsAreMirrorMaker2s() {
        assertThat(CheckpointOffsets.partition("g", new TopicPartition("dc1.orders", 3)))
                .isEqualTo(Map.of("partition", 3, "topic", "dc1.orders", "group", "g"));
        Map<String, Object> partition = CheckpointOffsets.partition("g", ORDERS);
        CheckpointOffsets.requireHarmless(Map.of(partition, Map.of("offset", 0L)));
        Map<Map<String, ?>, @Nullable Map<String, ?>> deleted = new HashMap<>();
        deleted.put(Map.of("whatever", 1), null);
        CheckpointOffsets.requireHarmless(deleted);

        assertThatThrownBy(() -> CheckpointOffsets.requireHarmless(Map.of(partition, Map.of("offset", 1L))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("can only be 0");
        assertThatThrownBy(() -> CheckpointOffsets.requireHarmless(
                        Collections.singletonMap(Map.of("topic", "t"), Map.of("offset", 0L))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'group'");
    }

    @Test
    void ofAnEarlierLifeOnlyTheLastOffsetsOfOwnGroupsAreRemembered() {
        var own = new OwnCheckpoints(List.of("g"));
        for (int offset = 0; offset < 100; offset++) {
            own.take(record(new Checkpoint("g", ORDERS, offset, offset, "")));
            own.take(record(new Checkpoint("other", ORDERS, offset, offset, "")));
        }

        assertThat(own.offsets()).containsOnlyKeys("g");
        assertThat(own.offsets().get("g").get(ORDERS))
                .hasSize(64)
                .contains(99L, 36L)
                .doesNotContain(35L);
    }

    private static ConsumerRecord<byte[], byte[]> record(Checkpoint checkpoint) {
        return new ConsumerRecord<>(
                "checkpoints", 0, 0, Checkpoints.encodeKey(checkpoint), Checkpoints.encodeValue(checkpoint));
    }
}
