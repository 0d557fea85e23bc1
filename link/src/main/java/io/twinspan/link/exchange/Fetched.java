package io.twinspan.link.exchange;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Fetch}. Confined to the link thread.
 *
 * @param error an error of the whole request, or {@link BrokerError#NONE}
 * @param partitions what the broker said of each partition; in a session, only those with data or changes
 * @param lease the hold on the buffer that all {@link Partition#records} are parts of; the receiver owns one count
 */
public record Fetched(BrokerError error, List<Partition> partitions, Lease lease) {

    /**
     * One partition's part of the answer.
     *
     * @param aborted the aborted transactions that overlap the records, in any order; empty unless read committed
     * @param records the batches as stored, in offset order; the last one may be cut short; writable, so that a batch can be
     *     restamped in place
     * @param divergence where the broker's log differs from what was read before, or null if it does not
     */
    public record Partition(
            String topic,
            int partition,
            BrokerError error,
            long highWatermark,
            long lastStableOffset,
            long logStartOffset,
            List<AbortedTransaction> aborted,
            ByteBuffer records,
            @Nullable Divergence divergence) {}

    /** A transaction that was aborted: data of this producer from this offset up to its abort marker is void. Immutable. */
    public record AbortedTransaction(long producerId, long firstOffset) {}

    /** The broker's log ends, for {@code epoch}, at {@code endOffset}: what was read beyond is gone. Immutable. */
    public record Divergence(int epoch, long endOffset) {}
}
