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
        NEXT,
        /** The end of the leader's log, with what no reader sees yet and what may vanish again. Not together with other kinds. */
        WRITTEN
    }

    public FindOffsets {
        queries = List.copyOf(queries);
        long written =
                queries.stream().filter(query -> query.kind() == Kind.WRITTEN).count();
        if (written != 0 && written != queries.size()) {
            throw new IllegalArgumentException(
                    "brokers are asked for what is written and for other offsets in two requests");
        }
    }

    /** Whether it asks for {@link Kind#WRITTEN}. */
    public boolean isForWritten() {
        return !queries.isEmpty() && queries.get(0).kind() == Kind.WRITTEN;
    }

    /** One partition's question. */
    public record Query(String topic, int partition, int leaderEpoch, Kind kind) {}
}
