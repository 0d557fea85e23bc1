package io.twinspan.model.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.Uuid;

/**
 * The mirror image of {@link WireWriter}: every read checks that the bytes are there and plausible, and throws
 * {@link DamagedBytes} if not. Confined to the decoding call.
 */
final class WireReader {
    private static final long LARGEST_OFFSET = 1L << 62;

    private final ByteBuffer bytes;

    WireReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    int int8() {
        require(1);
        return bytes.get();
    }

    long int64() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    Uuid uuid() {
        return new Uuid(int64(), int64());
    }

    /** All 64 bits, unsigned. */
    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = int8();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new DamagedBytes("a number goes on past 64 bits");
    }

    /** A number that must lie between 0 and a limit. */
    int varint(int limit, String what) {
        long value = varint();
        if (value < 0 || value > limit) {
            throw new DamagedBytes(
                    what + " is " + Long.toUnsignedString(value) + ", at most " + limit + " is possible");
        }
        return (int) value;
    }

    /** An offset, or a count of records: one that a log can reach, and to which others can be added. */
    long offset(String what) {
        long value = varint();
        if (value < 0 || value > LARGEST_OFFSET) {
            throw new DamagedBytes(what + " is " + Long.toUnsignedString(value) + ", more than any log can reach");
        }
        return value;
    }

    String string() {
        int length = varint(bytes.remaining(), "the length of a text");
        require(length);
        ByteBuffer utf8 = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new DamagedBytes("a text is not UTF-8");
        }
    }

    void requireEnd() {
        if (bytes.hasRemaining()) {
            throw new DamagedBytes(bytes.remaining() + " bytes too many");
        }
    }

    private void require(int count) {
        if (bytes.remaining() < count) {
            throw new DamagedBytes("it ends after " + bytes.limit() + " bytes, in the middle of a field");
        }
    }

    /** Bytes that no writer of this version makes. Immutable; it never leaves this package. */
    static final class DamagedBytes extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedBytes(String message) {
            super(message);
        }
    }
}
