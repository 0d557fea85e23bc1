package io.twinspan.link.exchange;

import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * A request for record batches. Immutable.
 *
 * @param session whether to use the channel's incremental fetch session (KIP-227): {@code positions} is then the whole set that
 *     is wanted now, and the exchange sends only what changed. One fetch at a time on such a channel.
 * @param readCommitted bounds the answer by the last stable offset and lists aborted transactions
 * @param maxWaitMs how long the broker may hold the request until {@code minBytes} are there
 * @param maxBytes bound of the answer, but for a first batch that is larger on its own
 */
public record Fetch(
        boolean session, boolean readCommitted, int maxWaitMs, int minBytes, int maxBytes, List<Position> positions) {

    /**
     * Where to read one partition. Immutable.
     *
     * @param topicId the topic's id; a broker that knows another topic by this name answers with an error
     * @param leaderEpoch the leader's epoch as known, -1 if unknown; guards against a stale leader
     * @param lastFetchedEpoch the epoch of the last batch that was read, -1 if unknown; lets the broker tell that its log
     *     diverged from what was read (KIP-595), that is, that the source was truncated
     */
    public record Position(
            String topic,
            Uuid topicId,
            int partition,
            long offset,
            int leaderEpoch,
            int lastFetchedEpoch,
            int maxBytes) {}
}
