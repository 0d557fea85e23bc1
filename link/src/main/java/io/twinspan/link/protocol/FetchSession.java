package io.twinspan.link.protocol;

import java.util.Map;
import org.apache.kafka.clients.FetchSessionHandler;
import org.apache.kafka.clients.FetchSessionHandler.FetchRequestData;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.requests.FetchRequest.PartitionData;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.LogContext;

/**
 * The incremental fetch session (KIP-227) of one channel: the broker remembers the partitions, and only what changed is sent.
 * Confined to the link thread.
 */
final class FetchSession {
    private final FetchSessionHandler handler;
    private boolean busy;

    FetchSession(int node) {
        this.handler = new FetchSessionHandler(new LogContext("[fetch session] "), node);
    }

    /** Claims the session for one fetch; a second one at the same time would make the broker close it. */
    void begin() {
        if (busy) {
            throw new IllegalStateException("a fetch session takes one fetch at a time");
        }
        busy = true;
    }

    /** Gives the session free, whatever became of the fetch. */
    void end() {
        busy = false;
    }

    /** What of the wanted partitions has to be said. */
    FetchRequestData next(Map<TopicPartition, PartitionData> wanted) {
        FetchSessionHandler.Builder builder = handler.newBuilder(wanted.size(), false);
        for (Map.Entry<TopicPartition, PartitionData> entry : wanted.entrySet()) {
            builder.add(entry.getKey(), entry.getValue());
        }
        return builder.build();
    }

    /** Takes the answer's part that concerns the session; false if the answer cannot be used, and the session starts anew. */
    boolean accept(FetchResponse response, short version) {
        return handler.handleResponse(response, version);
    }

    /** The request was sent and got no answer: nobody knows whether the broker's session went on. */
    void lost() {
        handler.handleError(DisconnectException.INSTANCE);
    }
}
