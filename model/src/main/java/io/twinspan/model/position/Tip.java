package io.twinspan.model.position;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A lane's position at a recent moment, from which recovery starts. Immutable.
 *
 * @param source everything of the source below this offset is copied or skipped
 * @param target the first target offset at which a later append can be
 * @param appended for each origin, how many records of it the lane has appended
 * @param sourceEpoch the leader epoch of the last copied batch, {@link #UNKNOWN_EPOCH} if none was copied
 * @param timeMs when the tip was taken, in milliseconds since the epoch
 */
public record Tip(LaneId lane, long source, long target, Map<Integer, Long> appended, int sourceEpoch, long timeMs) {
    public static final int UNKNOWN_EPOCH = -1;

    public Tip {
        Objects.requireNonNull(lane, "lane");
        if (source < 0 || target < 0 || sourceEpoch < UNKNOWN_EPOCH) {
            throw new IllegalArgumentException("tip of " + lane + " with source " + source + ", target " + target
                    + " and epoch " + sourceEpoch + ": offsets must be at least 0, the epoch at least -1");
        }
        // Sorted, so that equal tips have equal bytes.
        var sorted = new TreeMap<>(appended);
        sorted.forEach((origin, count) -> {
            ProducerIds.requireOrigin(origin);
            if (count < 0) {
                throw new IllegalArgumentException(
                        "tip of " + lane + ": origin " + origin + " counts " + count + " records");
            }
        });
        appended = Collections.unmodifiableMap(sorted);
    }

    /** How many records of this origin the lane has appended; 0 for an origin it has not met. */
    public long appended(int origin) {
        return appended.getOrDefault(origin, 0L);
    }
}
