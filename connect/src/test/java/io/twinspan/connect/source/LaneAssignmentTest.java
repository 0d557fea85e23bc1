package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LaneAssignmentTest {

    @Test
    void everyPartitionHasOneTaskAndNoTaskIsEmpty() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            Map<TopicPartition, Long> lanes = new HashMap<>();
            for (int topic = 0; topic <= random.nextInt(20); topic++) {
                for (int partition = 0; partition <= random.nextInt(12); partition++) {
                    lanes.put(new TopicPartition("t" + topic, partition), 1L << random.nextInt(12));
                }
            }
            int tasks = 1 + random.nextInt(10);

            var assignment = LaneAssignment.assign(lanes, tasks, LaneAssignment.NONE);

            assertThat(assignment.tasks()).as("seed %d, invariant A", seed).hasSize(Math.min(tasks, lanes.size()));
            assertThat(assignment.tasks()).as("seed %d", seed).noneMatch(List::isEmpty);
            assertThat(assignment.tasks().stream().flatMap(List::stream).toList())
                    .as("seed %d, invariant A", seed)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(lanes.keySet());
        }
    }

    @Test
    void dependsOnThePartitionsAndNotOnTheirOrder() {
        Map<TopicPartition, Long> lanes = equal(20, 8);
        var shuffled = new ArrayList<>(lanes.keySet());
        Collections.shuffle(shuffled, new Random(7));
        Map<TopicPartition, Long> other = new LinkedHashMap<>();
        shuffled.forEach(lane -> other.put(lane, 1L));

        assertThat(LaneAssignment.assign(other, 5, LaneAssignment.NONE))
                .isEqualTo(LaneAssignment.assign(lanes, 5, LaneAssignment.NONE));
    }

    @Test
    void spreadsEqualPartitionsEvenly() {
        var assignment = LaneAssignment.assign(equal(100, 8), 10, LaneAssignment.NONE);

        // Invariant D: 800 partitions on 10 tasks are 80 each, and a tenth more is the bound.
        assertThat(assignment.tasks())
                .allSatisfy(task -> assertThat(task.size()).isBetween(60, 88));
    }

    @Test
    void spreadsUnequalTrafficByItsWeight() {
        Map<TopicPartition, Long> lanes = equal(40, 4);
        IntStream.range(0, 8).forEach(p -> lanes.put(new TopicPartition("hot", p), 256L));

        var assignment = LaneAssignment.assign(lanes, 4, LaneAssignment.NONE);

        // 8 x 256 + 160 = 2208, so 552 is fair: two hot partitions to each task.
        assertThat(assignment.tasks())
                .allSatisfy(task -> assertThat(
                                task.stream().filter(lane -> lane.topic().equals("hot")))
                        .hasSize(2));
    }

    @Test
    void addingATopicMovesNothing() {
        Map<TopicPartition, Long> lanes = equal(100, 8);
        var before = LaneAssignment.assign(lanes, 10, LaneAssignment.NONE);
        lanes.putAll(equal("added", 8));

        var after = LaneAssignment.assign(lanes, 10, before);

        assertThat(before.movedTo(after)).isZero();
        assertThat(after.tasks().stream().mapToInt(List::size).sum()).isEqualTo(808);
        long changed = IntStream.range(0, 10)
                .filter(task -> !before.tasks().get(task).equals(after.tasks().get(task)))
                .count();
        assertThat(changed).isLessThanOrEqualTo(8);
    }

    @Test
    void addingATopicToAFreshAssignmentMovesAlmostNothing() {
        Map<TopicPartition, Long> lanes = equal(100, 8);
        var before = LaneAssignment.assign(lanes, 10, LaneAssignment.NONE);
        lanes.putAll(equal("added", 8));

        var after = LaneAssignment.assign(lanes, 10, LaneAssignment.NONE);

        // Round robin, as MirrorMaker 2 does, would move about 90 % of the 800 partitions.
        assertThat(before.movedTo(after)).isLessThan(80);
    }

    @Test
    void keepsEverythingWhileTheImbalanceIsBelowTheThreshold() {
        Map<TopicPartition, Long> lanes = equal(4, 4);
        var before = LaneAssignment.assign(lanes, 2, LaneAssignment.NONE);
        // One task now carries 8 + 3 = 11 of 19, which is 1.16 times its share.
        lanes.put(before.tasks().get(0).get(0), 4L);

        assertThat(LaneAssignment.assign(lanes, 2, before)).as("invariant C").isEqualTo(before);
    }

    @Test
    void movesFewPartitionsWhenTheImbalanceIsTooLarge() {
        Map<TopicPartition, Long> lanes = equal(10, 10);
        var before = LaneAssignment.assign(lanes, 4, LaneAssignment.NONE);
        before.tasks().get(0).forEach(lane -> lanes.put(lane, 8L));

        var after = LaneAssignment.assign(lanes, 4, before);

        long fair = lanes.values().stream().mapToLong(Long::longValue).sum() / 4;
        assertThat(after.tasks())
                .allSatisfy(
                        task -> assertThat(task.stream().mapToLong(lanes::get).sum())
                                .isLessThanOrEqualTo((long) (fair * 1.1) + 8));
        assertThat(before.movedTo(after)).isBetween(1, 20);
    }

    @Test
    void aSingleHeavyPartitionMovesNothing() {
        Map<TopicPartition, Long> lanes = equal(2, 4);
        lanes.put(new TopicPartition("t0", 0), 1000L);
        var before = LaneAssignment.assign(lanes, 2, LaneAssignment.NONE);

        assertThat(LaneAssignment.assign(lanes, 2, before)).isEqualTo(before);
    }

    @Test
    void aTaskMoreOrLessMovesOnlyItsShare() {
        Map<TopicPartition, Long> lanes = equal(100, 8);
        var four = LaneAssignment.assign(lanes, 4, LaneAssignment.NONE);

        var five = LaneAssignment.assign(lanes, 5, four);
        var fourAgain = LaneAssignment.assign(lanes, 4, five);

        assertThat(five.tasks()).noneMatch(List::isEmpty);
        assertThat(four.movedTo(five)).isLessThan(240);
        assertThat(five.movedTo(fourAgain)).isEqualTo(five.tasks().get(4).size());
    }

    @Test
    void noTasksOrNoPartitionsIsNoAssignment() {
        assertThat(LaneAssignment.assign(equal(1, 1), 0, LaneAssignment.NONE)).isEqualTo(LaneAssignment.NONE);
        assertThat(LaneAssignment.assign(Map.of(), 4, LaneAssignment.NONE)).isEqualTo(LaneAssignment.NONE);
    }

    private static Map<TopicPartition, Long> equal(int topics, int partitions) {
        Map<TopicPartition, Long> lanes = new HashMap<>();
        IntStream.range(0, topics).forEach(topic -> lanes.putAll(equal("t" + topic, partitions)));
        return lanes;
    }

    private static Map<TopicPartition, Long> equal(String topic, int partitions) {
        Map<TopicPartition, Long> lanes = new HashMap<>();
        IntStream.range(0, partitions).forEach(partition -> lanes.put(new TopicPartition(topic, partition), 1L));
        return lanes;
    }
}
