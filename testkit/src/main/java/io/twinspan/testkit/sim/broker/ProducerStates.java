package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.BrokerError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a replica knows of the producers that wrote to it: the model of Kafka's {@code ProducerStateManager} for idempotent
 * producers, and its index of transactions. Confined to the world's thread.
 *
 * <p>A producer that is not known may begin at any sequence number; one that is known must go on exactly after its last one,
 * or repeat one of its last five batches exactly (measured on 3.9.1 to 4.3.1).
 */
final class ProducerStates {
    private static final int REMEMBERED = 5;

    private final Map<Long, Producer> producers = new HashMap<>();
    private final List<Transaction> transactions = new ArrayList<>();

    /** A transaction of a partition; {@code markerOffset} is -1 while it is open. Immutable. */
    record Transaction(long producerId, long firstOffset, long markerOffset, boolean aborted) {
        boolean isOpen() {
            return markerOffset < 0;
        }
    }

    /** What the sequence rules say of a batch: an error, or the batch it repeats, or (both null) append it. Immutable. */
    record Verdict(@Nullable BrokerError error, @Nullable StoredBatch repeated) {
        static final Verdict APPEND = new Verdict(null, null);
    }

    private static final class Producer {
        private final short epoch;
        private final Deque<StoredBatch> last = new ArrayDeque<>(REMEMBERED);

        Producer(short epoch) {
            this.epoch = epoch;
        }
    }

    /** Judges a client's batch, whose offsets are not final yet. */
    Verdict judge(StoredBatch batch) {
        Producer known = batch.producerId() < 0 ? null : producers.get(batch.producerId());
        if (known == null) {
            return Verdict.APPEND;
        }
        if (batch.producerEpoch() < known.epoch) {
            return new Verdict(BrokerError.INVALID_PRODUCER_EPOCH, null);
        }
        if (batch.producerEpoch() > known.epoch) {
            return batch.baseSequence() == 0
                    ? Verdict.APPEND
                    : new Verdict(BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER, null);
        }
        for (StoredBatch earlier : known.last) {
            if (earlier.baseSequence() == batch.baseSequence() && earlier.lastSequence() == batch.lastSequence()) {
                return new Verdict(null, earlier);
            }
        }
        StoredBatch last = known.last.peekLast();
        int expected = last == null
                ? batch.baseSequence()
                : last.lastSequence() == Integer.MAX_VALUE ? 0 : last.lastSequence() + 1;
        return batch.baseSequence() == expected
                ? Verdict.APPEND
                : new Verdict(BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER, null);
    }

    /** Learns from a batch that was appended to the log. */
    void appended(StoredBatch batch) {
        if (batch.producerId() < 0) {
            return;
        }
        if (batch.isControl()) {
            end(batch);
            return;
        }
        if (batch.isTransactional() && openOf(batch.producerId()) == null) {
            transactions.add(new Transaction(batch.producerId(), batch.baseOffset(), -1, false));
        }
        Producer known = producers.get(batch.producerId());
        if (known == null || known.epoch != batch.producerEpoch()) {
            known = new Producer(batch.producerEpoch());
            producers.put(batch.producerId(), known);
        }
        if (known.last.size() == REMEMBERED) {
            known.last.removeFirst();
        }
        known.last.addLast(batch);
    }

    private void end(StoredBatch marker) {
        Transaction open = openOf(marker.producerId());
        if (open != null) {
            transactions.set(
                    transactions.indexOf(open),
                    new Transaction(open.producerId, open.firstOffset, marker.baseOffset(), marker.isAbort()));
        }
    }

    private @Nullable Transaction openOf(long producerId) {
        for (Transaction transaction : transactions) {
            if (transaction.isOpen() && transaction.producerId == producerId) {
                return transaction;
            }
        }
        return null;
    }

    /** The first offset of a transaction that is open, or whose marker is not below the high watermark yet. */
    long firstUnstable(long highWatermark) {
        long first = highWatermark;
        for (Transaction transaction : transactions) {
            if (transaction.isOpen() || transaction.markerOffset >= highWatermark) {
                first = Math.min(first, transaction.firstOffset);
            }
        }
        return first;
    }

    /** The aborted transactions that overlap a range of offsets. */
    List<Transaction> abortedIn(long from, long to) {
        return transactions.stream()
                .filter(t -> t.aborted && t.markerOffset >= from && t.firstOffset < to)
                .toList();
    }

    /** The producers that are known, in ascending order. */
    Set<Long> known() {
        return new TreeSet<>(producers.keySet());
    }

    void forget(long producerId) {
        producers.remove(producerId);
    }

    /** A restart: the snapshot that is read back names only the last batch of each producer (measured). */
    void restarted() {
        producers.values().forEach(producer -> {
            while (producer.last.size() > 1) {
                producer.last.removeFirst();
            }
        });
    }

    /** Builds everything again from what a truncation left. */
    void rebuild(BatchLog log) {
        producers.clear();
        List<Transaction> before = List.copyOf(transactions);
        transactions.clear();
        // What began below the log's first offset is no longer in the log, but its index survives.
        before.stream()
                .filter(t -> t.firstOffset < log.startOffset() && !t.isOpen() && t.markerOffset < log.endOffset())
                .forEach(transactions::add);
        for (int i = 0; i < log.size(); i++) {
            appended(log.get(i));
        }
    }
}
