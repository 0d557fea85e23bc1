package io.twinspan.link.lane;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.rewrite.Merger;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a lane has read and not yet confirmed: parcels that wait, and parcels in flight, both in source order. Confined to the
 * link thread.
 *
 * <p>Invariant W: parcels in flight are of one origin. Each origin has its own sequence numbers, so a broker could refuse a batch
 * of one and take the next batch of the other; their order would then be lost.
 */
final class Window {
    private final Merger merger;
    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private final ArrayDeque<Parcel> inFlight = new ArrayDeque<>();
    private long waitingBytes;
    private long recordsInFlight;

    Window(Merger merger) {
        this.merger = merger;
    }

    void add(Parcel parcel) {
        waiting.add(parcel);
        waitingBytes += parcel.piece().sizeBytes();
    }

    /** Notes that the source is skipped up to an offset; returns whether nothing is on its way, so that it counts at once. */
    boolean skippedTo(long offset, int epoch) {
        Parcel last = waiting.isEmpty() ? inFlight.peekLast() : waiting.peekLast();
        if (last == null) {
            return true;
        }
        last.extendTo(offset, epoch);
        return false;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** Records of all parcels in flight. */
    long recordsInFlight() {
        return recordsInFlight;
    }

    int inFlight() {
        return inFlight.size();
    }

    /** Whether the next parcel may go now, with at most {@code limit} in flight. */
    boolean maySend(int limit) {
        Parcel next = waiting.peek();
        if (next == null || inFlight.size() >= limit) {
            return false;
        }
        Parcel last = inFlight.peekLast();
        return last == null || last.piece().origin() == next.piece().origin();
    }

    /** Moves the next parcel into flight; a run of small ones goes as one, merged up to {@code mergeBytes}. */
    Parcel send(boolean merge, int mergeBytes) {
        Parcel next = merge ? takeMerged(mergeBytes) : null;
        if (next == null) {
            next = waiting.remove();
            waitingBytes -= next.piece().sizeBytes();
        }
        inFlight.add(next);
        recordsInFlight += next.piece().records();
        return next;
    }

    private @Nullable Parcel takeMerged(int mergeBytes) {
        if (waiting.size() < 2 || !Merger.isSmall(waiting.element().piece())) {
            return null;
        }
        int count = merger.mergeable(() -> waiting.stream().map(Parcel::piece).iterator(), mergeBytes);
        Piece merged = count < 2 ? null : merge(count, mergeBytes);
        if (merged == null) {
            return null;
        }
        Parcel last = waiting.getFirst();
        for (int i = 0; i < count; i++) {
            last = waiting.remove();
            waitingBytes -= last.piece().sizeBytes();
            last.piece().release();
        }
        return new Parcel(merged, last.sourceAfter(), last.epochAfter());
    }

    private @Nullable Piece merge(int count, int mergeBytes) {
        try {
            return merger.merge(waiting.stream().limit(count).map(Parcel::piece).toList(), mergeBytes);
        } catch (DamagedBatch unopenable) {
            // Its CRC matches, so it is what the source has; the broker may judge it, one by one.
            return null;
        }
    }

    /** Takes the oldest parcel in flight: its answer has come. */
    Parcel landed() {
        Parcel parcel = inFlight.remove();
        recordsInFlight -= parcel.piece().records();
        return parcel;
    }

    /** Drops everything; no answer comes any more. */
    void close() {
        dropWaiting();
        inFlight.forEach(parcel -> parcel.piece().release());
        inFlight.clear();
    }

    /** Drops what waits; it will be fetched again. */
    void dropWaiting() {
        for (Iterator<Parcel> i = waiting.iterator(); i.hasNext(); i.remove()) {
            i.next().piece().release();
        }
        waitingBytes = 0;
    }
}
