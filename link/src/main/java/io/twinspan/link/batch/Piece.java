package io.twinspan.link.batch;

import io.twinspan.link.exchange.Lease;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One batch to append: complete, valid, dense, format 2, and not yet stamped with the lane's producer id and sequence.
 * Confined to the link thread.
 *
 * <p>A piece that passes through is a part of the fetched buffer and keeps it leased until {@link #release}; a rebuilt one
 * has a buffer of its own and no lease.
 */
public final class Piece {

    private final ByteBuffer batch;
    private final int records;
    private final int sizeBytes;
    private final int origin;
    private final Spans spans;
    private final int sourceEpoch;
    private @Nullable Lease lease;

    /**
     * Makes a piece.
     *
     * @param batch the bytes, from the buffer's position to its limit; stamped in place
     * @param origin which cluster produced the records first, as the 24 bits that go into the producer id
     * @param spans the source offset of each record
     * @param sourceEpoch the epoch of the source's leader that appended the batch (the last of them, if merged)
     * @param lease the hold on the fetched buffer, already retained for this piece; null if the piece has its own buffer
     */
    public Piece(
            ByteBuffer batch,
            int records,
            int sizeBytes,
            int origin,
            Spans spans,
            int sourceEpoch,
            @Nullable Lease lease) {
        if (records < 1 || records != spans.records() || sizeBytes != batch.remaining()) {
            throw new IllegalArgumentException("a piece of " + records + " records and " + sizeBytes
                    + " bytes cannot be made of " + batch.remaining() + " bytes and " + spans);
        }
        this.batch = batch;
        this.records = records;
        this.sizeBytes = sizeBytes;
        this.origin = origin;
        this.spans = spans;
        this.sourceEpoch = sourceEpoch;
        this.lease = lease;
    }

    /** The bytes, from the buffer's position to its limit; always the same buffer, not to be used after {@link #release}. */
    public ByteBuffer batch() {
        return batch;
    }

    public int records() {
        return records;
    }

    public int sizeBytes() {
        return sizeBytes;
    }

    /** Which cluster produced the records first. */
    public int origin() {
        return origin;
    }

    /** The source offset of each record. */
    public Spans spans() {
        return spans;
    }

    /** The epoch of the source's leader that appended the batch. */
    public int sourceEpoch() {
        return sourceEpoch;
    }

    /** The hold on the fetched buffer, or null if there is none or it was released. */
    public @Nullable Lease lease() {
        return lease;
    }

    /** Gives the fetched buffer back; only the first call does anything. */
    public void release() {
        Lease held = lease;
        if (held != null) {
            lease = null;
            held.release();
        }
    }

    @Override
    public String toString() {
        return "Piece[" + records + " records, " + sizeBytes + " bytes, origin " + origin + ", " + spans + "]";
    }
}
