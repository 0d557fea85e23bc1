package io.twinspan.connect.source;

import io.twinspan.link.LaneStats;
import io.twinspan.link.LinkStats;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.SourceSight;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a task has stored every second of where the source's logs end: a sight of each partition where something changed, and one pulse
 * that vouches for all others. Confined to the task's thread; time is an argument.
 */
final class Sights {
    private static final long EVERY_MS = 1_000;

    /** How long a partition may not be heard of before pulses no longer vouch for it; the source answers twice a second if it can. */
    private static final long SILENT_MS = 3_000;

    private final int task;
    private final long owner;
    private final Map<TopicPartition, Known> known = new HashMap<>();
    private final Map<TopicPartition, Sight> earlier = new HashMap<>();
    private long dueMs = -1;
    private @Nullable Rested rested;

    /** @param owner a number that no other task has, past or present */
    Sights(int task, long owner) {
        this.task = task;
        this.owner = owner;
    }

    /** What earlier owners stored last: up to when they had copied everything still holds. */
    void earlier(Collection<Sight> stored) {
        stored.forEach(sight -> earlier.put(new TopicPartition(sight.topic(), sight.partition()), sight));
    }

    /** What is to be stored now; nothing until a second is over, and nothing at the first call. */
    List<PositionRecord> due(Supplier<LinkStats> stats, long nowMs) {
        if (!isDue(nowMs)) {
            return List.of();
        }
        var records = new ArrayList<PositionRecord>();
        long heardMs = nowMs;
        boolean vouches = false;
        for (LaneStats lane : stats.get().lanes()) {
            if (lane.source() >= 0 && lane.sight().end() >= 0 && lane.sight().heardMs() >= 0) {
                Sight now = look(lane, nowMs, records);
                vouches |= now.isVouchedFor();
                heardMs = now.isVouchedFor() ? Math.min(heardMs, now.heardMs()) : heardMs;
            }
        }
        records.add(new PulseRecord(new Pulse(task, owner, nowMs, vouches ? heardMs : -1, -1)));
        return records;
    }

    /**
     * The sign of life of a task that rests by an order of this time: at once if it says more than the last one, since somebody waits for it.
     *
     * @param isSettled whether the positions that are stored are exact
     */
    List<PositionRecord> resting(long orderMs, boolean isSettled, long nowMs) {
        var rest = new Rested(orderMs, isSettled);
        boolean isDue = isDue(nowMs);
        if (!isDue && rest.equals(rested)) {
            return List.of();
        }
        rested = rest;
        dueMs = nowMs + EVERY_MS;
        return List.of(new PulseRecord(new Pulse(task, owner, nowMs, -1, orderMs, isSettled)));
    }

    /** What a resting task has said. Immutable. */
    private record Rested(long orderMs, boolean isSettled) {}

    private boolean isDue(long nowMs) {
        if (dueMs >= 0 && nowMs < dueMs) {
            return false;
        }
        boolean isFirst = dueMs < 0;
        dueMs = nowMs + EVERY_MS;
        return !isFirst;
    }

    private Sight look(LaneStats lane, long nowMs, List<PositionRecord> records) {
        var partition = new TopicPartition(lane.topic(), lane.partition());
        Known of = known.computeIfAbsent(partition, unused -> new Known());
        SourceSight sight = lane.sight();
        Sight before = earlier.get(partition);
        var now = new Sight(
                lane.topic(),
                lane.partition(),
                sight.end(),
                lane.source(),
                sight.heardMs(),
                sight.lostMs(),
                Math.max(
                        sight.caughtUpMs(),
                        before == null || lane.source() < before.position() ? -1 : before.caughtUpMs()),
                of.rate.at(sight.end(), nowMs),
                lane.records() > 0 ? lane.bytes() / lane.records() : before == null ? 0 : before.recordBytes(),
                sight.lostMs() < 0 && nowMs - sight.heardMs() <= SILENT_MS,
                owner);
        if (of.stored == null || !now.isLike(of.stored)) {
            of.stored = now;
            records.add(new SightRecord(now));
        }
        return now;
    }

    /** A partition. Confined to the task's thread. */
    private static final class Known {
        private final PeakRate rate = new PeakRate();
        private @Nullable Sight stored;
    }

    /** By how much an offset grew in the fastest second of the last half to whole minute. Confined to the task's thread. */
    static final class PeakRate {
        private static final long WINDOW_MS = 30_000;

        private long lastOffset = -1;
        private long lastMs;
        private long windowEndMs;
        private long peak;
        private long peakBefore;

        /** The rate, in offsets a second, now that the offset is this one. */
        long at(long offset, long nowMs) {
            if (lastOffset >= 0 && nowMs > lastMs) {
                long grown = Math.max(0, offset - lastOffset);
                peak = Math.max(peak, (grown * 1_000 + nowMs - lastMs - 1) / (nowMs - lastMs));
            }
            if (nowMs >= windowEndMs) {
                peakBefore = peak;
                peak = 0;
                windowEndMs = nowMs + WINDOW_MS;
            }
            lastOffset = offset;
            lastMs = nowMs;
            return Math.max(peak, peakBefore);
        }
    }
}
