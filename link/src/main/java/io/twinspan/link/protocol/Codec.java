package io.twinspan.link.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/**
 * The codecs that batches are compressed with, through Kafka's own streams at the levels and block sizes of a producer that sets
 * none. Thread-safe, but for the {@link Buffers} that each caller brings.
 */
public enum Codec {
    NONE(0, "none"),
    GZIP(1, "gzip"),
    SNAPPY(2, "snappy"),
    LZ4(3, "lz4"),
    ZSTD(4, "zstd");

    private static final byte FORMAT_2 = 2;
    private static final Codec[] BY_ID = values();

    private final int id;
    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // it holds a level and nothing else
    private final Compression compression;

    Codec(int id, String text) {
        this.id = id;
        this.text = text;
        this.compression = Compression.of(text).build();
    }

    /** The codec with this number in a batch's attributes; throws {@link IllegalArgumentException} if there is none. */
    public static Codec of(int id) {
        if (!isKnown(id)) {
            throw new IllegalArgumentException("there is no codec " + id);
        }
        return BY_ID[id];
    }

    /** Whether a number stands for a codec. */
    public static boolean isKnown(int id) {
        return id >= 0 && id < BY_ID.length;
    }

    /** The codec with this name in {@code compression.type}; throws {@link IllegalArgumentException} if there is none. */
    public static Codec named(String text) {
        for (Codec codec : BY_ID) {
            if (codec.text.equals(text)) {
                return codec;
            }
        }
        throw new IllegalArgumentException(
                "there is no codec \"" + text + "\"; it is one of none, gzip, snappy, lz4, zstd");
    }

    /** The number in a batch's attributes. */
    public int id() {
        return id;
    }

    /** The name in {@code compression.type}. */
    public String text() {
        return text;
    }

    /**
     * Opens the payload of a batch, from the buffer's position to its limit, which stay as they are.
     *
     * @return the bytes in an array of {@code buffers}, offset 0, good until it opens the next payload
     * @throws IOException if the payload is not what the codec makes, or opens to more than {@code maxBytes}
     */
    public ByteBuffer decompress(ByteBuffer payload, int maxBytes, Buffers buffers) throws IOException {
        return decompress(payload, FORMAT_2, maxBytes, buffers);
    }

    ByteBuffer decompress(ByteBuffer payload, byte magic, int maxBytes, Buffers buffers) throws IOException {
        ByteBuffer source = payload.duplicate();
        if (this == NONE) {
            if (source.remaining() > maxBytes) {
                throw tooLarge(maxBytes);
            }
            int length = source.remaining();
            source.get(buffers.room(length), 0, length);
            return ByteBuffer.wrap(buffers.opened, 0, length);
        }
        if (this == SNAPPY) {
            SnappyFrames.require(payload, maxBytes);
        }
        try (InputStream in = compression.wrapForInput(source, magic, buffers.supplier)) {
            int length = buffers.readAll(in, payload.remaining(), maxBytes);
            return ByteBuffer.wrap(buffers.opened, 0, length);
        } catch (RuntimeException e) {
            throw new IOException("the " + text + " payload does not open: " + e, e);
        }
    }

    /**
     * Compresses a payload into a new buffer of exactly the right size, with room for a header in front.
     *
     * @param headroom bytes that are left 0 in front
     */
    public ByteBuffer compress(byte[] payload, int length, int headroom, Buffers buffers) {
        if (this == NONE) {
            var plain = new byte[headroom + length];
            System.arraycopy(payload, 0, plain, headroom, length);
            return ByteBuffer.wrap(plain);
        }
        var bytes = new ByteBufferOutputStream(buffers.scratch(length));
        try (OutputStream out = compression.wrapForOutput(bytes, FORMAT_2)) {
            out.write(payload, 0, length);
        } catch (IOException e) {
            throw new IllegalStateException("nothing can fail when writing to memory", e);
        }
        ByteBuffer written = bytes.buffer().flip();
        buffers.keep(bytes.buffer());
        var result = new byte[headroom + written.remaining()];
        written.get(result, headroom, written.remaining());
        return ByteBuffer.wrap(result);
    }

    private static IOException tooLarge(int maxBytes) {
        return new IOException("the payload opens to more than the bound of " + maxBytes + " bytes");
    }

    /** The memory that codecs work in, used again for every batch. Confined to one thread. */
    public static final class Buffers {

        /** What is larger than this is not kept once the next batch needs less. */
        private static final int KEPT_BYTES = 8 << 20;

        private static final int FIRST_BYTES = 64 << 10;

        private final BufferSupplier supplier = BufferSupplier.create();
        private byte[] opened = new byte[0];
        private ByteBuffer scratch = ByteBuffer.allocate(0);

        private byte[] room(int bytes) {
            if (opened.length < bytes || opened.length > Math.max(bytes, KEPT_BYTES)) {
                opened = new byte[Math.max(bytes, FIRST_BYTES)];
            }
            return opened;
        }

        private int readAll(InputStream in, int compressedBytes, int maxBytes) throws IOException {
            room((int) Math.min(maxBytes, 4L * compressedBytes));
            int length = 0;
            int idle = 0;
            while (idle <= compressedBytes) {
                if (length == opened.length) {
                    opened = Arrays.copyOf(opened, (int) Math.min(maxBytes + 1L, 2L * length));
                }
                int read = in.read(opened, length, opened.length - length);
                if (read < 0) {
                    return length;
                }
                length += read;
                if (length > maxBytes) {
                    throw tooLarge(maxBytes);
                }
                idle = read == 0 ? idle + 1 : 0;
            }
            throw new IOException("the payload does not end");
        }

        private ByteBuffer scratch(int bytes) {
            // What does not compress grows a little; a large payload rarely is of that kind, and the stream can make
            // room.
            int wanted = bytes <= 1 << 20 ? bytes + (bytes >> 3) + 256 : bytes / 2;
            if (scratch.capacity() < wanted || scratch.capacity() > Math.max(bytes, KEPT_BYTES)) {
                scratch = ByteBuffer.allocate(Math.max(wanted, FIRST_BYTES));
            }
            return scratch.clear();
        }

        private void keep(ByteBuffer larger) {
            scratch = larger;
        }
    }
}
