package io.twinspan.model.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.Uuid;

/** A growing byte array with the few encodings that our records are made of. Confined to the encoding call. */
final class WireWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    WireWriter int8(int value) {
        bytes.write(value);
        return this;
    }

    WireWriter int64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    WireWriter uuid(Uuid value) {
        return int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
    }

    /** Seven bits a byte, the lowest first, all 64 bits unsigned: one byte up to 127, two up to 16383. */
    WireWriter varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** The length in bytes, then UTF-8. */
    WireWriter string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
