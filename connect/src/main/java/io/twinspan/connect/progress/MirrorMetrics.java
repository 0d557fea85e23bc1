package io.twinspan.connect.progress;

import io.twinspan.link.LaneStats;
import io.twinspan.link.LinkStats;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Feeds MirrorMaker 2's metrics of a task's partitions from the link's counters once a second. Confined to the task's thread.
 *
 * <p>No batch is opened for them: bytes are those of whole batches on the wire, where MirrorMaker 2 counts values; ages are those of
 * the newest record of a batch, one sample a second.
 */
public final class MirrorMetrics implements Follower {
    private static final long INTERVAL_MS = 1_000;

    private final CopyMetrics metrics;
    private final Map<TopicPartition, Counted> counted = new HashMap<>();
    private long dueMs;

    /** What a partition's metrics have been told. Immutable. */
    private record Counted(long records, long bytes) {}

    public MirrorMetrics(CopyMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        if (nowMs < dueMs) {
            return;
        }
        dueMs = nowMs + INTERVAL_MS;
        stats.get().lanes().forEach(this::take);
    }

    private void take(LaneStats lane) {
        var target = new TopicPartition(lane.targetTopic(), lane.partition());
        Counted before = counted.getOrDefault(target, new Counted(0, 0));
        // A new link after a fence counts from 0.
        long records = lane.records() < before.records() ? lane.records() : lane.records() - before.records();
        long bytes = lane.bytes() < before.bytes() ? lane.bytes() : lane.bytes() - before.bytes();
        counted.put(target, new Counted(lane.records(), lane.bytes()));
        if (records > 0) {
            metrics.copied(target, records, bytes, lane.ageMs(), lane.latencyMs());
        }
    }

    @Override
    public void close(Duration atMost) {
        metrics.close();
    }
}
