package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.protocol.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins small pieces of a backlog into one larger batch, since one batch per partition and request makes tiny ones slow. One per
 * lane; confined to the link thread.
 *
 * <p>Measured on 4.3.1 with lz4, counting both sides: below about 12 records or 3.5 KB a batch, merging costs less than
 * appending each (about 35 microseconds); above that it costs more, up to twice for well-filled batches, which must never be
 * opened. The codec is what costs (1.5 microseconds for 600 bytes of JSON); an uncompressed record takes a tenth of that.
 */
public final class Merger {
    private static final int SMALL_BYTES = 3584;
    private static final int SMALL_RECORDS = 12;

    /** Many records of a few bytes: opening them costs no more than a few larger ones. */
    private static final int TINY_BYTES = 1024;

    private static final int TINY_RECORDS = 100;

    /** An uncompressed batch is merged by copying it, so that it pays for longer. */
    private static final int SMALL_PLAIN_BYTES = 16 << 10;

    /** What a record's leading bytes can grow by: from one byte each to the longest length, timestamp and offset. */
    private static final int MAX_GROWTH = 17;

    /** The bound of what merged pieces open to: small pieces may open to very much each. */
    private static final int MAX_OPENED_BYTES = 32 << 20;

    private static final int MAX_PIECES = 1 << 14;

    private final Codec.Buffers buffers = new Codec.Buffers();
    private final Opened opened = new Opened(buffers);
    private final BatchWriter writer = new BatchWriter();

    /** How many pieces to join at most; falls when they open to too much, and recovers. */
    private int ceiling = MAX_PIECES;

    /** Whether it is cheaper to merge the piece with its like than to append it. */
    public static boolean isSmall(Piece piece) {
        int bytes = piece.sizeBytes();
        if (codecId(piece) == Codec.NONE.id()) {
            return bytes <= SMALL_PLAIN_BYTES;
        }
        return (bytes <= SMALL_BYTES && piece.records() <= SMALL_RECORDS)
                || (bytes <= TINY_BYTES && piece.records() <= TINY_RECORDS);
    }

    /**
     * How many pieces at the head of a queue can be merged: small ones of one origin and one codec that fit in one batch. With
     * fewer than 2 there is nothing to merge.
     */
    public int mergeable(Iterable<Piece> queue, int maxBytes) {
        Piece first = null;
        long bytes = Batch.HEADER_BYTES;
        int count = 0;
        for (Piece piece : queue) {
            if (first == null) {
                first = piece;
            }
            bytes += piece.sizeBytes() - Batch.HEADER_BYTES + (long) MAX_GROWTH * piece.records();
            if (count == ceiling || bytes > maxBytes || !isSmall(piece) || !isAlike(first, piece)) {
                break;
            }
            count++;
        }
        return count;
    }

    /**
     * Merges pieces that {@link #mergeable} counted. They stay the caller's to release, and as they were.
     *
     * @return one piece with the records of all, or null if that would be more than {@code maxBytes} or open to too much memory:
     *     append them one by one then
     */
    public @Nullable Piece merge(List<Piece> pieces, int maxBytes) {
        Piece first = pieces.get(0);
        Piece last = pieces.get(pieces.size() - 1);
        var spans = Spans.builder();
        writer.clear();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (!isAlike(first, piece)) {
                throw new IllegalArgumentException(piece + " must not be merged with " + first);
            }
            append(piece);
            spans.addAll(piece.spans());
            if (writer.length() > MAX_OPENED_BYTES) {
                ceiling = Math.max(2, i);
                return null;
            }
        }
        ceiling = Math.min(MAX_PIECES, Math.max(ceiling, 2 * pieces.size()));
        Piece merged =
                writer.finish(Codec.of(codecId(first)), buffers, first.origin(), spans.build(), last.sourceEpoch());
        return merged.sizeBytes() <= maxBytes ? merged : null;
    }

    private void append(Piece piece) {
        opened.open(piece.batch(), piece.batch().position());
        while (opened.next()) {
            writer.append(opened.record(), opened.timestamp());
        }
    }

    private static boolean isAlike(Piece one, Piece other) {
        return one.origin() == other.origin() && codecId(one) == codecId(other);
    }

    private static int codecId(Piece piece) {
        return Batch.codecId(piece.batch(), piece.batch().position());
    }
}
