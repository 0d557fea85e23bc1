package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetched;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One partition's part of a fetch answer, before it travels. Immutable, but for the bytes, which only their sender and then their receiver touch. */
public record FetchedPart(
        String topic,
        int partition,
        BrokerError error,
        long highWatermark,
        long lastStableOffset,
        long logStartOffset,
        List<Fetched.AbortedTransaction> aborted,
        ByteBuffer records,
        Fetched.@Nullable Divergence divergence) {

    static FetchedPart failed(String topic, int partition, BrokerError error) {
        return new FetchedPart(topic, partition, error, -1, -1, -1, List.of(), ByteBuffer.allocate(0), null);
    }

    /** Whether the answer must not wait for more data. */
    boolean isUrgent() {
        return error != BrokerError.NONE || divergence != null;
    }
}
