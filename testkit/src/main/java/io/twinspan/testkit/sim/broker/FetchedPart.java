package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetched;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One partition's part of a fetch answer, before it travels. Immutable, but for the bytes, which have one owner. */
public record FetchedPart(
        String topic,
        int partition,
        BrokerError error,
        long highWatermark,
        long lastStableOffset,
        long logStartOffset,
        List<Fetched.AbortedTransaction> aborted,
        byte[] records,
        Fetched.@Nullable Divergence divergence) {

    static FetchedPart failed(String topic, int partition, BrokerError error) {
        return new FetchedPart(topic, partition, error, -1, -1, -1, List.of(), new byte[0], null);
    }

    /** Whether the answer must not wait for more data. */
    boolean isUrgent() {
        return error != BrokerError.NONE || divergence != null;
    }
}
