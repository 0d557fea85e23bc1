package io.twinspan.connect.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Each partition's weight for {@link LaneAssignment}, from how far its end moved since the last look. Immutable.
 *
 * <p>A weight is a power of two of the records a second over {@link #UNIT}, and stays while the traffic is between half and
 * twice of it, so that ordinary ups and downs change nothing. A partition without a measure weighs 1, as an idle one does.
 *
 * @param ends the end offsets at the last look
 * @param timeMs when that was
 */
record LaneTraffic(Map<TopicPartition, Long> weights, Map<TopicPartition, Long> ends, long timeMs) {
    /** The records a second that weigh 1: below, the partitions' count matters more than their traffic. */
    static final double UNIT = 100;

    private static final long HEAVIEST = 1L << 20;

    /** Nothing measured yet. */
    static final LaneTraffic UNKNOWN = new LaneTraffic(Map.of(), Map.of(), 0);

    LaneTraffic {
        weights = Map.copyOf(weights);
        ends = Map.copyOf(ends);
    }

    /** The traffic after another look at the ends. */
    LaneTraffic measured(Map<TopicPartition, Long> newEnds, long nowMs) {
        double seconds = (nowMs - timeMs) / 1000.0;
        var newWeights = new HashMap<TopicPartition, Long>();
        newEnds.forEach((partition, end) -> {
            Long before = ends.get(partition);
            Long weight = weights.get(partition);
            if (before != null && seconds > 0) {
                newWeights.put(partition, weigh(weight, Math.max(0, end - before) / seconds / UNIT));
            } else if (weight != null) {
                newWeights.put(partition, weight);
            }
        });
        return new LaneTraffic(newWeights, newEnds, nowMs);
    }

    private static long weigh(@Nullable Long before, double units) {
        if (before != null && units >= before / 2.0 && units <= before * 2.0) {
            return before;
        }
        if (units <= 1) {
            return 1;
        }
        return Math.min(HEAVIEST, 1L << Math.round(Math.log(units) / Math.log(2)));
    }

    /** The weights of these partitions. */
    Map<TopicPartition, Long> weightsOf(Collection<TopicPartition> partitions) {
        var of = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> of.put(partition, weights.getOrDefault(partition, 1L)));
        return of;
    }
}
