package io.twinspan.link.rewrite;

import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records of formats 0 and 1 in a row, which become batches together: in those formats each uncompressed record stands alone.
 * Confined to the link thread.
 */
final class OldRun {
    private final BatchWriter writer = new BatchWriter();
    private Codec codec = Codec.NONE;
    private long firstOffset;
    private int lastDelta;

    OldRun() {
        writer.clear();
    }

    boolean isEmpty() {
        return writer.records() == 0;
    }

    /** Whether a record at this offset can join those that are here. */
    boolean takes(long offset, int bytes, Codec recordCodec, int maxBytes) {
        return isEmpty()
                || (recordCodec == codec
                        && offset - firstOffset <= Integer.MAX_VALUE
                        && (long) writer.length() + bytes <= maxBytes);
    }

    void add(long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, Codec recordCodec) {
        if (isEmpty()) {
            firstOffset = offset;
            codec = recordCodec;
        }
        lastDelta = Math.toIntExact(offset - firstOffset);
        writer.append(lastDelta, timestamp, key, value);
    }

    /** Hands the records over; they stay until {@link #clear}. */
    void openInto(Opened opened) {
        opened.gathered(writer, firstOffset, lastDelta, codec);
    }

    void clear() {
        writer.clear();
    }
}
