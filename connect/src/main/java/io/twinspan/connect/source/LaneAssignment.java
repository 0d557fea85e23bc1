package io.twinspan.connect.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which task copies which partitions, such that the tasks carry about equal traffic and few partitions ever move. Immutable.
 */
/*
 * Implementation note
 *
 * From scratch. Each partition prefers the tasks in its own order, given by a hash of both (rendezvous hashing). The heaviest
 * partitions choose first, and each takes the first task of its order that it does not overload: 1.1 times the fair share, where
 * the fair share is the mean load, or the heaviest partition if that is more. So the result depends on the set of partitions only.
 *
 * From a previous assignment. Partitions that exist stay where they are; new ones choose as above. Only if the heaviest task
 * then carries more than 1.5 times the fair share are partitions moved, one by one from the heaviest task to the lightest,
 * until it is at most 1.1 times, or no move helps any more.
 *
 * Invariants (LaneAssignmentTest cites them by letter)
 *   A  Every partition has exactly one task.
 *   B  The same input gives the same assignment, in the same order.
 *   C  While no task carries more than REBALANCE_AT times its fair share, no partition moves.
 *   D  A fresh assignment has no task above 1.1 times its fair share plus one of its partitions.
 */
public record LaneAssignment(List<List<TopicPartition>> tasks) {
    /** How many times its fair share a task may carry before partitions move. */
    static final double REBALANCE_AT = 1.5;

    private static final double ROOM = 1.1;
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** No tasks. */
    public static final LaneAssignment NONE = new LaneAssignment(List.of());

    public LaneAssignment {
        tasks = tasks.stream().map(List::copyOf).toList();
    }

    /**
     * Assigns partitions to at most {@code maxTasks} tasks, none of them without a partition.
     *
     * @param weights each partition's traffic, in any unit, at least 1
     * @param previous the assignment in force, or {@link #NONE}
     */
    public static LaneAssignment assign(Map<TopicPartition, Long> weights, int maxTasks, LaneAssignment previous) {
        int count = Math.min(maxTasks, weights.size());
        if (count <= 0) {
            return NONE;
        }
        var plan = new Plan(weights, count);
        var unplaced = plan.keep(previous);
        unplaced.sort(Comparator.<TopicPartition>comparingLong(weights::get)
                .reversed()
                .thenComparing(BY_NAME));
        unplaced.forEach(plan::place);
        plan.fillEmptyTasks();
        if (plan.heaviest() > REBALANCE_AT * plan.fairShare) {
            plan.level();
        }
        return plan.toAssignment();
    }

    /** How many partitions have another task in {@code other}, not counting those that only one of the two has. */
    public int movedTo(LaneAssignment other) {
        Map<TopicPartition, Integer> there = other.taskOf();
        int moved = 0;
        for (var entry : taskOf().entrySet()) {
            Integer task = there.get(entry.getKey());
            moved += task == null || task.equals(entry.getValue()) ? 0 : 1;
        }
        return moved;
    }

    private Map<TopicPartition, Integer> taskOf() {
        var taskOf = new HashMap<TopicPartition, Integer>();
        for (int task = 0; task < tasks.size(); task++) {
            for (TopicPartition partition : tasks.get(task)) {
                taskOf.put(partition, task);
            }
        }
        return taskOf;
    }

    /** The work on one assignment. Confined to one call. */
    private static final class Plan {
        private final Map<TopicPartition, Long> weights;
        private final List<TreeSet<TopicPartition>> tasks = new ArrayList<>();
        private final long[] load;
        private final double fairShare;

        Plan(Map<TopicPartition, Long> weights, int count) {
            this.weights = weights;
            this.load = new long[count];
            for (int task = 0; task < count; task++) {
                tasks.add(new TreeSet<>(BY_NAME));
            }
            this.fairShare = fairShare(weights.values(), count);
        }

        private static double fairShare(Collection<Long> weights, int count) {
            long sum = 0;
            long most = 0;
            for (long weight : weights) {
                sum += weight;
                most = Math.max(most, weight);
            }
            return Math.max((double) sum / count, (double) most);
        }

        /** Keeps what can stay; returns the rest. */
        List<TopicPartition> keep(LaneAssignment previous) {
            Map<TopicPartition, Integer> before = previous.taskOf();
            var unplaced = new ArrayList<TopicPartition>();
            for (TopicPartition partition : weights.keySet()) {
                Integer task = before.get(partition);
                if (task != null && task < load.length) {
                    put(partition, task);
                } else {
                    unplaced.add(partition);
                }
            }
            return unplaced;
        }

        void place(TopicPartition partition) {
            double bound = ROOM * fairShare;
            int chosen = -1;
            long best = -1;
            int lightest = 0;
            for (int task = 0; task < load.length; task++) {
                long preference = preference(partition, task);
                if (load[task] + weight(partition) <= bound && preference > best) {
                    best = preference;
                    chosen = task;
                }
                lightest = load[task] < load[lightest] ? task : lightest;
            }
            put(partition, chosen >= 0 ? chosen : lightest);
        }

        /** A new task without a partition would not exist: it takes one from the task that has most of them. */
        void fillEmptyTasks() {
            for (int task = 0; task < load.length; task++) {
                if (tasks.get(task).isEmpty()) {
                    int donor = 0;
                    for (int other = 0; other < load.length; other++) {
                        donor = tasks.get(other).size() > tasks.get(donor).size() ? other : donor;
                    }
                    move(lightestOf(donor), donor, task);
                }
            }
        }

        void level() {
            // Each move lowers the sum of squares, so this ends; the bound only guards against a mistake in that
            // argument.
            for (int moves = 0; moves < weights.size() && heaviest() > ROOM * fairShare; moves++) {
                int from = extreme(true);
                int to = extreme(false);
                TopicPartition partition = bestToMove(from, load[from] - load[to]);
                if (partition == null) {
                    return;
                }
                move(partition, from, to);
            }
        }

        /** The partition that, moved over, makes two tasks most equal; null if none makes them more equal. */
        private @Nullable TopicPartition bestToMove(int from, long difference) {
            TopicPartition best = null;
            long left = difference;
            for (TopicPartition partition : tasks.get(from)) {
                long after = Math.abs(difference - 2 * weight(partition));
                if (after < left) {
                    left = after;
                    best = partition;
                }
            }
            return best;
        }

        private TopicPartition lightestOf(int task) {
            return tasks.get(task).stream()
                    .min(Comparator.comparingLong(this::weight).thenComparing(BY_NAME))
                    .orElseThrow();
        }

        private int extreme(boolean heaviest) {
            int found = 0;
            for (int task = 1; task < load.length; task++) {
                if (heaviest ? load[task] > load[found] : load[task] < load[found]) {
                    found = task;
                }
            }
            return found;
        }

        long heaviest() {
            return load[extreme(true)];
        }

        private long weight(TopicPartition partition) {
            return weights.getOrDefault(partition, 1L);
        }

        private void put(TopicPartition partition, int task) {
            tasks.get(task).add(partition);
            load[task] += weight(partition);
        }

        private void move(TopicPartition partition, int from, int to) {
            tasks.get(from).remove(partition);
            load[from] -= weight(partition);
            put(partition, to);
        }

        private static long preference(TopicPartition partition, int task) {
            var crc = new CRC32C();
            crc.update(
                    (partition.topic() + '\0' + partition.partition() + '\0' + task).getBytes(StandardCharsets.UTF_8));
            return (crc.getValue() * 0x9E3779B97F4A7C15L) >>> 1;
        }

        LaneAssignment toAssignment() {
            return new LaneAssignment(
                    tasks.stream().<List<TopicPartition>>map(ArrayList::new).toList());
        }
    }
}
