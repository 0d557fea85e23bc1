package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes dense batches of format 2 from a batch that cannot be appended as it is: one with holes, one that starts before the
 * position, one with log append time, one that is too large or in another codec, or messages of an older format. Confined to
 * the link thread.
 *
 * <p>The leading bytes of each record (length, timestamp, offset) are encoded anew; key, value and headers are copied as one
 * block, so that they are byte for byte the source's. The stock builder takes several times longer.
 */
public final class Rebuild {
    private final Codec.Buffers buffers = new Codec.Buffers();
    private final Opened opened = new Opened(buffers);
    private final BatchWriter writer = new BatchWriter();
    private final @Nullable Codec target;

    /** Where the records to keep start in the opened payload. */
    private int[] starts = new int[256];

    /** Rebuilds in one codec, or in each batch's own if that is null. */
    public Rebuild(@Nullable Codec target) {
        this.target = target;
    }

    /**
     * Rebuilds one batch of format 2 whose CRC was verified.
     *
     * @param position where the batch starts in the buffer
     * @param from the first source offset to keep
     * @param maxBytes bound of each piece; a single record that is larger is a piece all the same
     * @param pieces what was made is added here, in order
     * @return the number of records that were kept
     * @throws DamagedBatch if the batch is not what its header says; nothing was added then
     */
    public int rebuild(ByteBuffer buffer, int position, long from, int origin, int maxBytes, List<Piece> pieces) {
        opened.open(buffer, position);
        return rewrite(from, origin, maxBytes, Batch.sizeBytes(buffer, position), pieces);
    }

    /** Rebuilds records that were gathered from older formats. */
    int rebuild(OldRun run, int origin, int maxBytes, List<Piece> pieces) {
        run.openInto(opened);
        return rewrite(0, origin, maxBytes, 0, pieces);
    }

    /** The decompressed view that rebuilding works on, for whoever only wants to look into a batch. */
    Opened open(ByteBuffer buffer, int position) {
        opened.open(buffer, position);
        return opened;
    }

    Codec.Buffers buffers() {
        return buffers;
    }

    private int rewrite(long from, int origin, int maxBytes, int sourceBytes, List<Piece> pieces) {
        int kept = 0;
        while (opened.next()) {
            if (opened.offset() >= from) {
                if (kept == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * kept);
                }
                starts[kept++] = opened.record().start();
            }
        }
        if (kept > 0) {
            // What was too large as it was will be so again: do not try it whole.
            boolean alike = kept == opened.records() && (target == null || target == opened.codec());
            int parts = alike ? 1 + Math.max(0, sourceBytes - 1) / maxBytes : 1;
            encodeParts(0, kept, parts, new Target(origin, maxBytes, pieces));
        }
        return kept;
    }

    private void encodeParts(int first, int end, int parts, Target to) {
        int records = end - first;
        int used = Math.min(parts, records);
        for (int i = 0; i < used; i++) {
            encode(first + (int) ((long) records * i / used), first + (int) ((long) records * (i + 1) / used), to);
        }
    }

    private void encode(int first, int end, Target to) {
        var spans = Spans.builder();
        writer.clear();
        for (int i = first; i < end; i++) {
            opened.seek(starts[i]);
            writer.append(opened.record(), opened.timestamp());
            spans.add(opened.offset());
        }
        Codec codec = target == null ? opened.codec() : target;
        Piece piece = writer.finish(codec, buffers, to.origin, spans.build(), opened.sourceEpoch());
        if (piece.sizeBytes() <= to.maxBytes || end - first == 1) {
            to.pieces.add(piece);
        } else {
            encodeParts(first, end, 2 + piece.sizeBytes() / to.maxBytes, to);
        }
    }

    /** Where encoded records go. Immutable, but for the list. */
    private record Target(int origin, int maxBytes, List<Piece> pieces) {}
}
