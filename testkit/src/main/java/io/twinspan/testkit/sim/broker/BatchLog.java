package io.twinspan.testkit.sim.broker;

import java.util.ArrayList;
import java.util.List;

/** A replica's batches in offset order, from its first offset to its end. Confined to the world's thread. */
final class BatchLog {
    private final List<StoredBatch> batches = new ArrayList<>();
    private long startOffset;
    private long endOffset;

    long startOffset() {
        return startOffset;
    }

    /** The offset that the next record gets. */
    long endOffset() {
        return endOffset;
    }

    int size() {
        return batches.size();
    }

    StoredBatch get(int index) {
        return batches.get(index);
    }

    void append(StoredBatch batch) {
        if (batch.baseOffset() < endOffset) {
            throw new IllegalStateException("batch " + batch + " does not follow a log that ends at " + endOffset);
        }
        batches.add(batch);
        endOffset = batch.nextOffset();
    }

    /** The index of the first batch whose last offset is at least {@code offset}; {@link #size} if there is none. */
    int indexOf(long offset) {
        int low = 0;
        int high = batches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batches.get(middle).lastOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Drops all batches that reach {@code offset} or beyond; a log never ends inside a batch. */
    void truncateTo(long offset) {
        if (offset >= endOffset) {
            return;
        }
        int keep = indexOf(offset);
        endOffset = keep < batches.size() ? Math.min(offset, batches.get(keep).baseOffset()) : offset;
        batches.subList(keep, batches.size()).clear();
        startOffset = Math.min(startOffset, endOffset);
    }

    /** Empties the log, to be filled from {@code offset}. */
    void restartAt(long offset) {
        batches.clear();
        startOffset = offset;
        endOffset = offset;
    }

    /** Moves the first offset, and drops the batches that lie below it as a whole. */
    void raiseStart(long offset) {
        startOffset = Math.max(startOffset, Math.min(offset, endOffset));
        batches.subList(0, indexOf(startOffset)).clear();
    }

    void replace(StoredBatch old, StoredBatch by) {
        int index = indexOf(old.baseOffset());
        if (index < batches.size() && batches.get(index) == old) {
            batches.set(index, by);
        }
    }

    void remove(StoredBatch old) {
        int index = indexOf(old.baseOffset());
        if (index < batches.size() && batches.get(index) == old) {
            batches.remove(index);
        }
    }
}
