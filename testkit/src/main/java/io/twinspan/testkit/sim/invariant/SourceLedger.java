package io.twinspan.testkit.sim.invariant;

import io.twinspan.testkit.sim.broker.PartitionWatcher;
import io.twinspan.testkit.sim.broker.StoredBatch;
import io.twinspan.testkit.sim.broker.StoredRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every record of a source partition that a reader of committed data could ever see, in the order of reading. Confined to the
 * world's thread.
 *
 * <p>A record that the source has no more (retention, compaction, a destroyed tail) stays in the ledger, marked as gone: a link
 * may have copied it before, or not.
 */
final class SourceLedger implements PartitionWatcher {
    private final long startOffset;
    private final Predicate<StoredBatch> offered;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Integer> byFingerprint = new HashMap<>();
    private final Map<Long, Integer> byOffset = new HashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Set<Long> openProducers = new HashSet<>();
    private int losses;

    /** One readable record, and the target offset of its copy; -1 while there is none. */
    static final class Entry {
        private final long offset;
        private boolean gone;
        private long target = -1;

        Entry(long offset) {
            this.offset = offset;
        }

        long offset() {
            return offset;
        }

        boolean isGone() {
            return gone;
        }

        long target() {
            return target;
        }

        void copiedTo(long targetOffset) {
            target = targetOffset;
        }

        boolean isMissing() {
            return !gone && target < 0;
        }
    }

    /** A committed batch that no reader sees yet, since a transaction at or before it is open. */
    private static final class Pending {
        private final StoredBatch batch;
        private final Set<Long> removed = new HashSet<>();
        private boolean resolved;
        private boolean aborted;

        Pending(StoredBatch batch) {
            this.batch = batch;
            this.resolved = !batch.isTransactional() || batch.isControl();
        }
    }

    /** @param offered the batches that count; what is in others might as well not be there */
    SourceLedger(long startOffset, Predicate<StoredBatch> offered) {
        this.startOffset = startOffset;
        this.offered = offered;
    }

    int size() {
        return entries.size();
    }

    Entry get(int index) {
        return entries.get(index);
    }

    /** The index of the record with this content, or -1. */
    int indexOf(long fingerprint) {
        return byFingerprint.getOrDefault(fingerprint, -1);
    }

    /** The last record that was at this offset, or null. */
    @Nullable
    Entry atOffset(long offset) {
        Integer index = byOffset.get(offset);
        return index == null ? null : entries.get(index);
    }

    /** How often the source lost committed records. */
    int losses() {
        return losses;
    }

    @Override
    public void committed(StoredBatch batch) {
        if (batch.isControl()) {
            end(batch);
        } else if (offered.test(batch)) {
            if (batch.isTransactional()) {
                openProducers.add(batch.producerId());
            }
            pending.addLast(new Pending(batch));
        }
        while (!pending.isEmpty() && pending.peekFirst().resolved) {
            Pending next = pending.removeFirst();
            if (!next.aborted) {
                enter(next);
            }
        }
    }

    private void end(StoredBatch marker) {
        if (!openProducers.remove(marker.producerId())) {
            return;
        }
        for (Pending waiting : pending) {
            if (!waiting.resolved && waiting.batch.producerId() == marker.producerId()) {
                waiting.resolved = true;
                waiting.aborted = marker.isAbort();
            }
        }
    }

    private void enter(Pending next) {
        for (StoredRecord record : next.batch.records()) {
            if (record.offset() < startOffset) {
                continue;
            }
            var entry = new Entry(record.offset());
            entry.gone = next.removed.contains(record.offset());
            byFingerprint.put(record.fingerprint(), entries.size());
            byOffset.put(record.offset(), entries.size());
            entries.add(entry);
        }
    }

    @Override
    public void lost(long fromOffset) {
        losses++;
        pending.removeIf(waiting -> waiting.batch.baseOffset() >= fromOffset);
        openProducers.removeIf(producer -> pending.stream().noneMatch(w -> w.batch.producerId() == producer));
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.offset >= fromOffset) {
                entry.gone = true;
            } else if (!entry.gone) {
                break;
            }
        }
    }

    @Override
    public void removed(long offset) {
        Entry entry = atOffset(offset);
        if (entry != null) {
            entry.gone = true;
        }
        for (Pending waiting : pending) {
            if (offset >= waiting.batch.baseOffset() && offset <= waiting.batch.lastOffset()) {
                waiting.removed.add(offset);
            }
        }
    }
}
