package io.twinspan.it.endurance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches, from a fault on, when copying goes on: the first new record in the target, the first in every partition, and the moment
 * each partition has been caught up once. Confined to one thread.
 */
final class Recovery {
    private final Gauge gauge;
    private final long begunAt = System.nanoTime();
    private final Map<TopicPartition, Long> before = new HashMap<>();
    private final Map<TopicPartition, Long> sourceBefore = new HashMap<>();
    private final Set<TopicPartition> moved = new HashSet<>();
    private final Set<TopicPartition> caughtUp = new HashSet<>();
    private long firstMs = -1;
    private long everyMs = -1;
    private long caughtUpMs = -1;
    private long lagAtStart = -1;

    /** @param before what the target's partitions have to pass; if there is none, what they are at when first seen */
    Recovery(Gauge gauge, Map<TopicPartition, Long> before) {
        this.gauge = gauge;
        this.before.putAll(before);
    }

    /** Looks once. */
    void look() {
        Optional<Map<TopicPartition, Long>> now = gauge.targetEnds();
        now.ifPresent(this::compare);
        if (caughtUpMs < 0) {
            // For the next look: what the source has now must have come over by then.
            gauge.sourceEnds().ifPresent(ends -> {
                sourceBefore.putAll(ends);
                if (lagAtStart < 0) {
                    now.ifPresent(target -> lagAtStart = ends.entrySet().stream()
                            .mapToLong(end -> end.getValue() - target.get(end.getKey()))
                            .sum());
                }
            });
        }
    }

    private void compare(Map<TopicPartition, Long> target) {
        long ms = elapsedMs();
        if (before.isEmpty()) {
            before.putAll(target);
            return;
        }
        target.forEach((partition, end) -> {
            if (end > before.getOrDefault(partition, 0L)) {
                moved.add(partition);
            }
            // Only what came after the fault counts, or a partition that lacked nothing would pass for recovered.
            if (moved.contains(partition) && end >= sourceBefore.getOrDefault(partition, Long.MAX_VALUE)) {
                caughtUp.add(partition);
            }
        });
        if (firstMs < 0 && !moved.isEmpty()) {
            firstMs = ms;
        }
        if (everyMs < 0 && moved.size() == target.size()) {
            everyMs = ms;
        }
        if (caughtUpMs < 0 && caughtUp.size() == target.size()) {
            caughtUpMs = ms;
        }
    }

    long elapsedMs() {
        return (System.nanoTime() - begunAt) / 1_000_000;
    }

    /** When the first new record was in the target. */
    OptionalLong first() {
        return time(firstMs);
    }

    /** When every partition had a new record in the target. */
    OptionalLong every() {
        return time(everyMs);
    }

    /** When every partition had been caught up with the source. */
    OptionalLong caughtUp() {
        return time(caughtUpMs);
    }

    @Override
    public String toString() {
        return lagAtStart + " records behind, first record after " + firstMs + " ms, every partition after " + everyMs
                + " ms, caught up after " + caughtUpMs + " ms (-1: not seen)";
    }

    private static OptionalLong time(long ms) {
        return ms < 0 ? OptionalLong.empty() : OptionalLong.of(ms);
    }
}
