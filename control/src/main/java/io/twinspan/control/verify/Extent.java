package io.twinspan.control.verify;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How much of each partition is compared. Immutable.
 *
 * @param fromMs records from the first one on that has this timestamp or a later one; null for the first there is
 * @param toMs records before the first one that has this timestamp or a later one; null for all that were copied
 * @param lastRecords as many offsets below the end at most; 0 for no such bound
 * @param lastBytes about as many stored bytes below the end at most; 0 for no such bound
 * @param sourceStarts where partitions of the source begin, if something was compared before; others begin where the link began
 * @param sourceEnds where partitions of the source end, if that was found out before; others end where the link is
 */
public record Extent(
        @Nullable Long fromMs,
        @Nullable Long toMs,
        long lastRecords,
        long lastBytes,
        Map<TopicPartition, Long> sourceStarts,
        Map<TopicPartition, Long> sourceEnds) {

    /** All that both sides have. */
    public static final Extent EVERYTHING = new Extent(null, null, 0, 0, Map.of(), Map.of());

    public Extent {
        if (lastRecords < 0 || lastBytes < 0) {
            throw new IllegalArgumentException("an extent cannot be negative");
        }
        sourceStarts = Map.copyOf(sourceStarts);
        sourceEnds = Map.copyOf(sourceEnds);
    }

    /** What was written in some time, by the records' timestamps; either bound may be null. */
    public static Extent between(@Nullable Long fromMs, @Nullable Long toMs) {
        return new Extent(fromMs, toMs, 0, 0, Map.of(), Map.of());
    }

    /** The last records of each partition. */
    public static Extent last(long records) {
        return new Extent(null, null, records, 0, Map.of(), Map.of());
    }

    /** The last records of each partition below a given end of the source, and about so many bytes of them at most. */
    public static Extent tail(long records, long bytes, Map<TopicPartition, Long> sourceEnds) {
        return new Extent(null, null, records, bytes, Map.of(), sourceEnds);
    }

    /** What was copied since partitions were compared up to these source offsets. */
    public static Extent after(Map<TopicPartition, Long> sourceStarts) {
        return new Extent(null, null, 0, 0, sourceStarts, Map.of());
    }
}
