package io.twinspan.control.verify;

import io.twinspan.control.verify.compare.KeyRoom;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.link.BatchScan;
import io.twinspan.model.error.TransientFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions that are compared with one scan, some at a time. Confined to the thread that compares.
 *
 * <p>It needs no clusters but those behind the scan: {@link Verification} puts it between them and the journal.
 */
public final class Round {
    /** So many partitions are read at the same time. */
    static final int MOST_AT_ONCE = 16;

    /** So many keys of compacted topics may be open at the same time: about 100 MB. */
    static final long MOST_KEYS = 500_000;

    private final List<PartitionTask> tasks;
    private final ArrayDeque<PartitionTask> waiting = new ArrayDeque<>();
    private final Set<PartitionTask> active = new LinkedHashSet<>();

    private Round(List<PartitionTask> tasks) {
        this.tasks = List.copyOf(tasks);
        tasks.stream().filter(task -> !task.isDone()).forEach(waiting::add);
    }

    /**
     * A round that begins.
     *
     * @param differences how many differences of a partition are told whole
     */
    public static Round of(List<PartitionPlan> plans, int differences) {
        return resume(plans, Map.of(), differences, MOST_KEYS);
    }

    /**
     * A round that goes on where another one was, as far as that is known and still applies.
     *
     * @param keys so many keys of compacted topics may be open at the same time
     */
    static Round resume(
            List<PartitionPlan> plans, Map<TopicPartition, StoredPartition> before, int differences, long keys) {
        var room = new KeyRoom(keys);
        return new Round(plans.stream()
                .map(plan -> Optional.ofNullable(before.get(plan.partition()))
                        .flatMap(stored -> PartitionTask.resume(stored, plan, differences, room))
                        .orElseGet(() -> new PartitionTask(plan, differences, room)))
                .toList());
    }

    /** Its partitions in so many rounds that can be compared at the same time; this one tells what comes out of all of them. */
    List<Round> parts(int count) {
        List<List<PartitionTask>> parts = new ArrayList<>();
        for (int i = 0; i < Math.max(1, Math.min(count, tasks.size())); i++) {
            parts.add(new ArrayList<>());
        }
        for (int i = 0; i < tasks.size(); i++) {
            parts.get(i % parts.size()).add(tasks.get(i));
        }
        return parts.stream().map(Round::new).toList();
    }

    /**
     * Compares what the scan has read; returns whether all is done.
     *
     * @throws TransientFailure if a whole cluster is away
     */
    public boolean advance(BatchScan scan) {
        boolean someEnded = true;
        while (someEnded) {
            while (active.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
                active.add(waiting.remove());
            }
            someEnded = active.removeIf(task -> task.advance(scan));
        }
        return active.isEmpty();
    }

    /** What came out of each partition, once all is done. */
    public List<PartitionResult> results() {
        return tasks.stream().map(PartitionTask::result).toList();
    }

    /** What came out so far of each partition, in the order of the plans; empty where it is not done. */
    public List<Optional<PartitionResult>> soFar() {
        return tasks.stream()
                .map(task -> task.isDone() ? Optional.of(task.result()) : Optional.<PartitionResult>empty())
                .toList();
    }

    /** Gives up what it holds. */
    public void stop() {
        tasks.forEach(PartitionTask::stop);
    }

    List<PartitionTask> tasks() {
        return tasks;
    }
}
