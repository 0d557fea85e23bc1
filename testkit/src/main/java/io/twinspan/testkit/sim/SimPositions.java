package io.twinspan.testkit.sim;

import io.twinspan.model.wire.PositionRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The positions topic: keeps what links store, after a while, in the order in which each owner stored it. Confined to the
 * world's thread.
 *
 * <p>When an owner crashes, what it had stored and was not durable yet is lost from some record on: a producer's requests
 * reach the broker in order, so the survivors are the first ones, and may become durable after the crash.
 */
public final class SimPositions {
    private final SimWorld world;
    private final long maxDelayMs;
    private final List<PositionRecord> durable = new ArrayList<>();
    private final Map<String, Deque<Waiting>> waiting = new HashMap<>();
    private final List<Consumer<Stored>> watchers = new ArrayList<>();

    /** A record that has just become durable. Immutable. */
    public record Stored(String owner, PositionRecord record) {}

    private record Waiting(String owner, PositionRecord record, Runnable whenDurable) {}

    public SimPositions(SimWorld world, long maxDelayMs) {
        this.world = world;
        this.maxDelayMs = maxDelayMs;
    }

    /** Has every record told when it becomes durable, before its owner learns of it. */
    public void watch(Consumer<Stored> watcher) {
        watchers.add(watcher);
    }

    /** Stores a record for an incarnation of an owner, which no other incarnation has the name of. */
    public void store(String owner, PositionRecord record, Runnable whenDurable) {
        Deque<Waiting> queue = waiting.computeIfAbsent(owner, any -> new ArrayDeque<>());
        queue.addLast(new Waiting(owner, record, whenDurable));
        if (queue.size() == 1) {
            schedule(queue);
        }
    }

    /** Loses what the owner stored and is not durable, but for a random number of its first records. */
    public void crashed(String owner) {
        Deque<Waiting> queue = waiting.get(owner);
        if (queue == null) {
            return;
        }
        long survivors = world.between(0, queue.size());
        while (queue.size() > survivors) {
            queue.removeLast();
        }
        world.log(owner + " crashed; " + survivors + " of its waiting positions become durable");
    }

    /** Everything that is durable, in order, superseded records included. */
    public List<PositionRecord> durable() {
        return List.copyOf(durable);
    }

    /** Whether nothing waits to become durable. */
    public boolean settled() {
        return waiting.values().stream().allMatch(Deque::isEmpty);
    }

    private void schedule(Deque<Waiting> queue) {
        world.after(world.between(0, maxDelayMs), () -> {
            Waiting next = queue.pollFirst();
            if (next == null) {
                return;
            }
            durable.add(next.record);
            var stored = new Stored(next.owner, next.record);
            watchers.forEach(watcher -> watcher.accept(stored));
            next.whenDurable.run();
            if (!queue.isEmpty()) {
                schedule(queue);
            }
        });
    }
}
