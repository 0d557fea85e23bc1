package io.twinspan.link.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of formats 0 and 1, which logs from before Kafka 0.11 still hold. Thread-safe, but for the buffers that the
 * caller brings.
 *
 * <pre>
 *   offset (8) │ size of what follows (4) │ CRC-32 of what follows (4) │ magic (1) │ attributes (1)
 *   timestamp (8, format 1 only) │ key length (4) │ key │ value length (4) │ value
 *   attributes: bits 0-2 codec, 3 log append time
 * </pre>
 *
 * <p>A compressed message is a wrapper: its value holds messages, and its offset is that of the last one. Inside, format 0 has
 * offsets as they are, format 1 has them relative, so that the last one's stands for the wrapper's. With log append time the
 * wrapper's timestamp holds for all (KIP-31, KIP-32).
 */
public final class OldFormat {
    private static final int SIZE_AT = 8;
    private static final int PREFIX_BYTES = 12;
    private static final int CRC_AT = 12;
    private static final int MAGIC_AT = 16;
    private static final int ATTRIBUTES_AT = 17;
    private static final int TIMESTAMP_AT = 18;
    private static final int CODEC_MASK = 0x07;
    private static final int LOG_APPEND_TIME = 0x08;
    private static final long NO_TIMESTAMP = -1;

    /** The size of a message of format 0 without key and value: less cannot be a message. */
    public static final int MIN_BYTES = 26;

    private OldFormat() {}

    /** Takes the records of a message, in order. Confined to one thread. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one record.
         *
         * @param timestamp what a reader sees, -1 if there is none
         * @param key the key, good during the call only
         * @param value the value, good during the call only
         */
        void record(long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value);
    }

    /** The codec of a message: one that is not {@link Codec#NONE} makes it a wrapper. */
    public static Codec codec(ByteBuffer buffer, int position) throws IOException {
        int id = buffer.get(position + ATTRIBUTES_AT) & CODEC_MASK;
        if (id > Codec.LZ4.id()) {
            throw new IOException("a message of format 0 or 1 cannot have codec " + id);
        }
        return Codec.of(id);
    }

    /**
     * Shows the record of a message, or those that it wraps.
     *
     * @param position where the message starts in the buffer; all its bytes must be there
     * @param maxBytes bound of what a wrapper opens to
     * @throws IOException if it is damaged; records may have been shown before that
     */
    public static void forEach(ByteBuffer buffer, int position, int maxBytes, Codec.Buffers buffers, Visitor visitor)
            throws IOException {
        int end = requireMessage(buffer, position);
        Codec codec = codec(buffer, position);
        if (codec == Codec.NONE) {
            show(buffer, position, end, buffer.getLong(position), timestamp(buffer, position), visitor);
            return;
        }
        ByteBuffer wrapped = field(buffer, fieldAfter(buffer, position, end), end);
        if (wrapped == null) {
            throw new IOException("a compressed message wraps nothing");
        }
        byte magic = buffer.get(position + MAGIC_AT);
        ByteBuffer inner = codec.decompress(wrapped, magic, maxBytes, buffers);
        long base = magic == 0 ? 0 : baseOf(inner, buffer.getLong(position));
        boolean logAppendTime = magic == 1 && (buffer.get(position + ATTRIBUTES_AT) & LOG_APPEND_TIME) != 0;
        long wrapperTimestamp = timestamp(buffer, position);

        for (int at = 0; at < inner.limit(); ) {
            int innerEnd = requireMessage(inner, at);
            if (codec(inner, at) != Codec.NONE) {
                throw new IOException("a message inside a compressed one is compressed again");
            }
            boolean ownTimestamp = !logAppendTime || inner.get(at + MAGIC_AT) == 0;
            long timestamp = ownTimestamp ? timestamp(inner, at) : wrapperTimestamp;
            show(inner, at, innerEnd, base + inner.getLong(at), timestamp, visitor);
            at = innerEnd;
        }
    }

    private static long baseOf(ByteBuffer inner, long wrapperOffset) throws IOException {
        if (!inner.hasRemaining()) {
            throw new IOException("a compressed message wraps nothing");
        }
        long last = 0;
        for (int at = 0; at < inner.limit(); at = requireMessage(inner, at)) {
            requireBytes(inner, at);
            last = inner.getLong(at);
        }
        // Some versions of librdkafka left the wrapper's offset at 0.
        if (wrapperOffset == 0) {
            return 0;
        }
        if (last < 0 || last > wrapperOffset) {
            throw new IOException("a compressed message at offset " + wrapperOffset + " wraps relative offset " + last);
        }
        return wrapperOffset - last;
    }

    /** Checks sizes, format and CRC, and returns where the message ends. */
    private static int requireMessage(ByteBuffer buffer, int position) throws IOException {
        requireBytes(buffer, position);
        int size = buffer.getInt(position + SIZE_AT);
        if (size < MIN_BYTES - PREFIX_BYTES || size > buffer.limit() - position - PREFIX_BYTES) {
            throw new IOException(
                    "a message claims " + size + " bytes of " + (buffer.limit() - position - PREFIX_BYTES));
        }
        int magic = buffer.get(position + MAGIC_AT);
        if (magic != 0 && magic != 1) {
            throw new IOException("a message of format 0 or 1 claims to be of format " + magic);
        }
        int end = position + PREFIX_BYTES + size;
        var crc = new CRC32();
        crc.update(buffer.duplicate().limit(end).position(position + MAGIC_AT));
        if ((int) crc.getValue() != buffer.getInt(position + CRC_AT)) {
            throw new IOException("the CRC-32 of a message does not match its bytes");
        }
        return end;
    }

    private static void requireBytes(ByteBuffer buffer, int position) throws IOException {
        if (buffer.limit() - position < MIN_BYTES) {
            throw new IOException("a message is cut short");
        }
    }

    private static void show(ByteBuffer buffer, int position, int end, long offset, long timestamp, Visitor visitor)
            throws IOException {
        int keyAt = keyAt(buffer, position);
        int valueAt = fieldAfter(buffer, position, end);
        visitor.record(offset, timestamp, field(buffer, keyAt, end), field(buffer, valueAt, end));
    }

    private static long timestamp(ByteBuffer buffer, int position) {
        return buffer.get(position + MAGIC_AT) == 0 ? NO_TIMESTAMP : buffer.getLong(position + TIMESTAMP_AT);
    }

    private static int keyAt(ByteBuffer buffer, int position) {
        return position + TIMESTAMP_AT + (buffer.get(position + MAGIC_AT) == 0 ? 0 : Long.BYTES);
    }

    /** Where the value's length stands: behind the key. */
    private static int fieldAfter(ByteBuffer buffer, int position, int end) throws IOException {
        int keyAt = keyAt(buffer, position);
        ByteBuffer key = field(buffer, keyAt, end);
        return keyAt + Integer.BYTES + (key == null ? 0 : key.remaining());
    }

    private static @Nullable ByteBuffer field(ByteBuffer buffer, int at, int end) throws IOException {
        if (end - at < Integer.BYTES) {
            throw new IOException("a message ends inside a field");
        }
        int length = buffer.getInt(at);
        if (length < 0) {
            return null;
        }
        if (length > end - at - Integer.BYTES) {
            throw new IOException("a message claims a field of " + length + " bytes");
        }
        return buffer.slice(at + Integer.BYTES, length);
    }
}
