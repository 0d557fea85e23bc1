package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Fetched.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Tells which batches of one fetch answer belong to aborted transactions, as Kafka's consumer does (CompletedFetch, 4.3.1): the
 * list of an answer covers every aborted transaction that overlaps it, also those that began before. Confined to the link thread.
 */
final class AbortedTransactions {

    /** What control records of type 0 mean. */
    private static final int ABORT = 0;

    /** Transactions that begin behind the batches that were seen. */
    private final PriorityQueue<AbortedTransaction> ahead;

    /** Producers whose current transaction is an aborted one. */
    private final Set<Long> producers = new HashSet<>();

    AbortedTransactions(List<AbortedTransaction> aborted) {
        ahead = new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
        ahead.addAll(aborted);
    }

    /** Whether a batch is void; every batch of the answer must be asked about, in order. */
    boolean isAborted(ByteBuffer buffer, int position, Rebuild opener) {
        long producerId = Batch.producerId(buffer, position);
        if (producerId < 0 || (ahead.isEmpty() && producers.isEmpty())) {
            return false;
        }
        long lastOffset = Batch.lastOffset(buffer, position);
        for (AbortedTransaction next = ahead.peek();
                next != null && next.firstOffset() <= lastOffset;
                next = ahead.peek()) {
            producers.add(next.producerId());
            ahead.remove();
        }
        if (Batch.isControl(buffer, position)) {
            if (isAbortMarker(buffer, position, opener)) {
                producers.remove(producerId);
            }
            return false;
        }
        return Batch.isTransactional(buffer, position) && producers.contains(producerId);
    }

    private static boolean isAbortMarker(ByteBuffer buffer, int position, Rebuild opener) {
        Opened control = opener.open(buffer, position);
        if (!control.next()) {
            return false;
        }
        int type = control.record().controlType();
        if (type < 0) {
            throw new DamagedBatch(Batch.baseOffset(buffer, position), "its control record has no type");
        }
        return type == ABORT;
    }
}
