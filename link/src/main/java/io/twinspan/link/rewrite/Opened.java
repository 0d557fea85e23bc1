package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.protocol.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One batch with its payload decompressed, walked record by record. Used again for every batch. Confined to the link thread.
 *
 * <p>Whatever the bytes are, it ends in a {@link DamagedBatch} or in as many records as the header says, with offsets that rise
 * within the header's range.
 */
final class Opened {

    /**
     * The bound of a decompressed payload. A batch that opens to more is taken for a bomb; since well-filled batches are never
     * opened, this concerns compacted, trimmed, oversized and small ones only.
     */
    static final int MAX_OPENED_BYTES = 128 << 20;

    private final Codec.Buffers buffers;
    private final RecordCursor cursor = new RecordCursor();
    private Codec codec = Codec.NONE;
    private long baseOffset;
    private int lastOffsetDelta;
    private long baseTimestamp;
    private boolean logAppendTime;
    private long appendTimestamp;
    private int sourceEpoch;
    private int records;
    private int openedBytes;
    private int seen;
    private int seenDelta;

    Opened(Codec.Buffers buffers) {
        this.buffers = buffers;
    }

    /** Opens a batch of format 2, which must be there whole; its CRC is not looked at. */
    void open(ByteBuffer buffer, int position) {
        header(buffer, position);
        ByteBuffer payload = buffer.duplicate()
                .limit(position + Batch.sizeBytes(buffer, position))
                .position(position + Batch.HEADER_BYTES);
        try {
            ByteBuffer opened = codec.decompress(payload, MAX_OPENED_BYTES, buffers);
            start(opened.array(), opened.arrayOffset(), opened.limit());
        } catch (IOException e) {
            throw new DamagedBatch(baseOffset, "its payload in codec " + codec.text() + ": " + e.getMessage(), e);
        }
    }

    private void header(ByteBuffer buffer, int position) {
        baseOffset = Batch.baseOffset(buffer, position);
        int codecId = Batch.codecId(buffer, position);
        if (!Codec.isKnown(codecId)) {
            throw new DamagedBatch(baseOffset, "codec " + codecId + " is unknown");
        }
        codec = Codec.of(codecId);
        lastOffsetDelta = Batch.lastOffsetDelta(buffer, position);
        baseTimestamp = Batch.baseTimestamp(buffer, position);
        logAppendTime = Batch.isLogAppendTime(buffer, position);
        appendTimestamp = Batch.maxTimestamp(buffer, position);
        sourceEpoch = Batch.leaderEpoch(buffer, position);
        records = Batch.recordCount(buffer, position);
    }

    /** Takes records that were gathered from older formats, as if they had been one batch of a codec. */
    void gathered(BatchWriter writer, long firstOffset, int lastDelta, Codec gatheredCodec) {
        baseOffset = firstOffset;
        codec = gatheredCodec;
        lastOffsetDelta = lastDelta;
        baseTimestamp = writer.baseTimestamp();
        logAppendTime = false;
        sourceEpoch = -1;
        records = writer.records();
        start(writer.payload(), 0, writer.length());
    }

    private void start(byte[] payload, int from, int length) {
        openedBytes = length;
        cursor.reset(payload, from, length, baseOffset);
        seen = 0;
        seenDelta = -1;
    }

    /** Goes to the next record, if there is one. */
    boolean next() {
        if (seen == records) {
            if (cursor.hasNext()) {
                throw new DamagedBatch(baseOffset, "there is more in it than its " + records + " records");
            }
            return false;
        }
        if (!cursor.hasNext()) {
            throw new DamagedBatch(baseOffset, "it ends after " + seen + " of its " + records + " records");
        }
        cursor.next();
        int delta = cursor.offsetDelta();
        if (delta <= seenDelta || delta > lastOffsetDelta) {
            throw new DamagedBatch(
                    baseOffset, "offset delta " + delta + " follows " + seenDelta + " of up to " + lastOffsetDelta);
        }
        seen++;
        seenDelta = delta;
        return true;
    }

    /** Goes back to a record that was seen, by the place where it starts. */
    void seek(int place) {
        cursor.seek(place);
    }

    /** The record that it is at. */
    RecordCursor record() {
        return cursor;
    }

    /** The source offset of the record that it is at. */
    long offset() {
        return baseOffset + cursor.offsetDelta();
    }

    /** The timestamp that readers see for the record that it is at. */
    long timestamp() {
        return logAppendTime ? appendTimestamp : baseTimestamp + cursor.timestampDelta();
    }

    Codec codec() {
        return codec;
    }

    int sourceEpoch() {
        return sourceEpoch;
    }

    int records() {
        return records;
    }

    /** The size of the payload, decompressed. */
    int openedBytes() {
        return openedBytes;
    }
}
