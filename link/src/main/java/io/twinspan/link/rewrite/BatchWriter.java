package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds one dense batch from records whose bodies are already encoded. Used again for every batch. Confined to the link thread.
 */
final class BatchWriter {

    /** What is larger than this is not kept for the next batch. */
    private static final int KEPT_BYTES = 8 << 20;

    /** Length, attributes, timestamp delta and offset delta at their longest. */
    private static final int MAX_LEAD_BYTES = 5 + 1 + 10 + 5;

    private byte[] out = new byte[64 << 10];
    private int length;
    private int records;
    private long baseTimestamp;
    private long maxTimestamp;

    /** Starts a new batch. */
    void clear() {
        if (out.length > KEPT_BYTES) {
            out = new byte[64 << 10];
        }
        length = 0;
        records = 0;
        maxTimestamp = Batch.NO_TIMESTAMP;
    }

    /** Adds the record that the cursor is at, under this timestamp and the next offset. */
    void append(RecordCursor record, long timestamp) {
        if (records == 0) {
            baseTimestamp = timestamp;
        }
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        int body = record.bodyEnd() - record.bodyStart();
        lead(record.attributes(), timestamp - baseTimestamp, records, body);
        System.arraycopy(record.data(), record.bodyStart(), out, length, body);
        length += body;
        records++;
    }

    /** Adds a record without headers. The offset is for a reader of {@link #payload}; {@link #finish} wants dense offsets. */
    void append(int offsetDelta, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        if (records == 0) {
            baseTimestamp = timestamp;
        }
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        int keyBytes = key == null ? 0 : key.remaining();
        int valueBytes = value == null ? 0 : value.remaining();
        int keyLength = key == null ? -1 : keyBytes;
        int valueLength = value == null ? -1 : valueBytes;
        int body = Varints.size(keyLength) + keyBytes + Varints.size(valueLength) + valueBytes + 1;
        lead((byte) 0, timestamp - baseTimestamp, offsetDelta, body);
        field(keyLength, key);
        field(valueLength, value);
        varint(0);
        records++;
    }

    private void field(int fieldLength, @Nullable ByteBuffer bytes) {
        varint(fieldLength);
        if (bytes != null) {
            bytes.get(bytes.position(), out, length, fieldLength);
            length += fieldLength;
        }
    }

    /** Writes what stands before the body, with room for the body. */
    private void lead(byte attributes, long timestampDelta, int offsetDelta, int body) {
        require(MAX_LEAD_BYTES + body);
        varint(1 + Varints.size(timestampDelta) + Varints.size(offsetDelta) + body);
        out[length++] = attributes;
        varint(timestampDelta);
        varint(offsetDelta);
    }

    /** The bytes so far, without header and uncompressed. */
    int length() {
        return length;
    }

    int records() {
        return records;
    }

    /** The array that holds the bytes so far, from its start; good until the next append. */
    byte[] payload() {
        return out;
    }

    long baseTimestamp() {
        return baseTimestamp;
    }

    /** Compresses what was added and seals it as a piece. */
    Piece finish(Codec codec, Codec.Buffers buffers, int origin, Spans spans, int sourceEpoch) {
        ByteBuffer batch = codec.compress(out, length, Batch.HEADER_BYTES, buffers);
        int size = batch.remaining();
        batch.putInt(Batch.LENGTH_AT, size - Batch.PREFIX_BYTES);
        batch.putInt(Batch.LEADER_EPOCH_AT, -1);
        batch.put(Batch.MAGIC_AT, (byte) Batch.MAGIC);
        batch.putShort(Batch.ATTRIBUTES_AT, (short) codec.id());
        batch.putInt(Batch.LAST_OFFSET_DELTA_AT, records - 1);
        batch.putLong(Batch.BASE_TIMESTAMP_AT, baseTimestamp);
        batch.putLong(Batch.MAX_TIMESTAMP_AT, maxTimestamp);
        batch.putLong(Batch.PRODUCER_ID_AT, -1);
        batch.putShort(Batch.PRODUCER_EPOCH_AT, (short) -1);
        batch.putInt(Batch.BASE_SEQUENCE_AT, -1);
        batch.putInt(Batch.COUNT_AT, records);
        batch.putInt(Batch.CRC_AT, Batch.computeCrc(batch, 0, size));
        return new Piece(batch, records, size, origin, spans, sourceEpoch, null);
    }

    private void varint(long value) {
        length = Varints.write(out, length, value);
    }

    private void require(int bytes) {
        if (bytes > out.length - length) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(length, bytes), (int) Math.min(2L * out.length, 1 << 30)));
        }
    }
}
