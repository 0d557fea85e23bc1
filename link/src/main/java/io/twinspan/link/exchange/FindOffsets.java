package io.twinspan.link.exchange;

import java.util.List;

/**
 * A request for offsets by kind. Immutable.
 *
 * @param readCommitted makes {@link Kind#NEXT} the last stable offset
 */
public record FindOffsets(boolean readCommitted, List<Query> queries) {

    /** Which offset is wanted. */
    public enum Kind {
        /** The log's first offset. */
        FIRST,
        /** The high watermark, or the last stable offset: the offset that the next readable record will have. */
        NEXT
    }

    /** One partition's question. */
    public record Query(String topic, int partition, int leaderEpoch, Kind kind) {}
}
