package io.twinspan.link.batch;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads the header of a record batch in place. Thread-safe: pure functions of the bytes.
 *
 * <pre>
 *   at  bytes  field
 *    0    8    baseOffset                     ┐
 *    8    4    length of all that follows     │ not under the CRC
 *   12    4    partitionLeaderEpoch           │
 *   16    1    magic, 2                       │ (older formats have it at the same place)
 *   17    4    CRC-32C of all that follows    ┘
 *   21    2    attributes ── bits 0-2 codec, 3 log append time, 4 transactional, 5 control, 6 delete horizon
 *   23    4    lastOffsetDelta
 *   27    8    baseTimestamp, which the records' deltas start from
 *   35    8    maxTimestamp; with log append time, the timestamp of every record
 *   43    8    producerId
 *   51    2    producerEpoch
 *   53    4    baseSequence
 *   57    4    number of records
 *   61         records, compressed as a whole by the codec
 * </pre>
 *
 * <p>A compacted batch keeps baseOffset and lastOffsetDelta and loses records, so that its count falls below
 * lastOffsetDelta + 1: it is then no longer <em>dense</em>. Every function takes the position of the batch in the buffer;
 * the buffer's own position does not matter, its order must be big endian.
 */
public final class Batch {

    /** The size of the header: an empty batch. */
    public static final int HEADER_BYTES = 61;

    /** Offset and length: what comes before the bytes that the length field counts, in every format. */
    public static final int PREFIX_BYTES = 12;

    /** The only format that can be stamped and appended. */
    public static final int MAGIC = 2;

    /** The timestamp of records that have none. */
    public static final long NO_TIMESTAMP = -1;

    public static final int LENGTH_AT = 8;
    public static final int LEADER_EPOCH_AT = 12;
    public static final int MAGIC_AT = 16;
    public static final int CRC_AT = 17;
    public static final int ATTRIBUTES_AT = 21;
    public static final int LAST_OFFSET_DELTA_AT = 23;
    public static final int BASE_TIMESTAMP_AT = 27;
    public static final int MAX_TIMESTAMP_AT = 35;
    public static final int PRODUCER_ID_AT = 43;
    public static final int PRODUCER_EPOCH_AT = 51;
    public static final int BASE_SEQUENCE_AT = 53;
    public static final int COUNT_AT = 57;

    public static final int CODEC_MASK = 0x07;
    public static final int LOG_APPEND_TIME = 0x08;
    public static final int TRANSACTIONAL = 0x10;
    public static final int CONTROL = 0x20;
    public static final int DELETE_HORIZON = 0x40;

    private Batch() {}

    /** The size of the whole batch, header included; overflows to a negative number for a hostile length field. */
    public static int sizeBytes(ByteBuffer buffer, int position) {
        return PREFIX_BYTES + buffer.getInt(position + LENGTH_AT);
    }

    public static long baseOffset(ByteBuffer buffer, int position) {
        return buffer.getLong(position);
    }

    /** The offset of the last record that the batch had when it was produced. */
    public static long lastOffset(ByteBuffer buffer, int position) {
        return baseOffset(buffer, position) + lastOffsetDelta(buffer, position);
    }

    /** The epoch of the leader that appended the batch, -1 if it says none. No CRC covers it, so that it may be anything. */
    public static int leaderEpoch(ByteBuffer buffer, int position) {
        return Math.max(-1, buffer.getInt(position + LEADER_EPOCH_AT));
    }

    public static int magic(ByteBuffer buffer, int position) {
        return buffer.get(position + MAGIC_AT);
    }

    /** The CRC as stored. */
    public static int crc(ByteBuffer buffer, int position) {
        return buffer.getInt(position + CRC_AT);
    }

    public static int attributes(ByteBuffer buffer, int position) {
        return buffer.getShort(position + ATTRIBUTES_AT);
    }

    public static int lastOffsetDelta(ByteBuffer buffer, int position) {
        return buffer.getInt(position + LAST_OFFSET_DELTA_AT);
    }

    /** What the timestamp deltas start from; with a delete horizon, that horizon. */
    public static long baseTimestamp(ByteBuffer buffer, int position) {
        return buffer.getLong(position + BASE_TIMESTAMP_AT);
    }

    public static long maxTimestamp(ByteBuffer buffer, int position) {
        return buffer.getLong(position + MAX_TIMESTAMP_AT);
    }

    /** Who wrote the batch, or -1. */
    public static long producerId(ByteBuffer buffer, int position) {
        return buffer.getLong(position + PRODUCER_ID_AT);
    }

    public static short producerEpoch(ByteBuffer buffer, int position) {
        return buffer.getShort(position + PRODUCER_EPOCH_AT);
    }

    public static int baseSequence(ByteBuffer buffer, int position) {
        return buffer.getInt(position + BASE_SEQUENCE_AT);
    }

    /** The number of records that are in the batch now. */
    public static int recordCount(ByteBuffer buffer, int position) {
        return buffer.getInt(position + COUNT_AT);
    }

    /** Whether the batch holds a transaction marker or the like, and no data. */
    public static boolean isControl(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & CONTROL) != 0;
    }

    public static boolean isTransactional(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & TRANSACTIONAL) != 0;
    }

    /** Whether readers see maxTimestamp as the timestamp of every record. */
    public static boolean isLogAppendTime(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & LOG_APPEND_TIME) != 0;
    }

    /** The number of the codec that the records are compressed with; 0 is none. */
    public static int codecId(ByteBuffer buffer, int position) {
        return attributes(buffer, position) & CODEC_MASK;
    }

    /** Whether every offset from the first to the last has its record. */
    public static boolean isDense(ByteBuffer buffer, int position) {
        return recordCount(buffer, position) == lastOffsetDelta(buffer, position) + 1;
    }

    /** Whether the whole batch is there and its CRC is what its bytes say. */
    public static boolean isCrcValid(ByteBuffer buffer, int position) {
        int size = sizeBytes(buffer, position);
        return size >= HEADER_BYTES
                && size <= buffer.limit() - position
                && crc(buffer, position) == computeCrc(buffer, position, size);
    }

    /** The CRC that the bytes of a batch of this size have. */
    public static int computeCrc(ByteBuffer buffer, int position, int sizeBytes) {
        var crc = new CRC32C();
        crc.update(buffer.duplicate().limit(position + sizeBytes).position(position + ATTRIBUTES_AT));
        return (int) crc.getValue();
    }
}
