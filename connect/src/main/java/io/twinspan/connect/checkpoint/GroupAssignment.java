package io.twinspan.connect.checkpoint;

import io.twinspan.connect.source.LaneAssignment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Which task translates which groups: by the rules of {@link LaneAssignment}, each group counting as much as any other. Immutable.
 */
record GroupAssignment(LaneAssignment lanes) {
    /** No tasks. */
    static final GroupAssignment NONE = new GroupAssignment(LaneAssignment.NONE);

    /**
     * Assigns groups to at most {@code maxTasks} tasks, none of them without a group.
     *
     * @param previous the assignment in force, or {@link #NONE}
     */
    static GroupAssignment assign(Collection<String> groups, int maxTasks, GroupAssignment previous) {
        Map<TopicPartition, Long> weights = new HashMap<>();
        groups.forEach(group -> weights.put(new TopicPartition(group, 0), 1L));
        return new GroupAssignment(LaneAssignment.assign(weights, maxTasks, previous.lanes));
    }

    /** The groups of each task. */
    List<List<String>> tasks() {
        return lanes.tasks().stream()
                .map(task -> task.stream().map(TopicPartition::topic).toList())
                .toList();
    }
}
