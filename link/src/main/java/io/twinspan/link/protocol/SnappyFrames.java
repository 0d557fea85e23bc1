package io.twinspan.link.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Looks over a snappy payload before the library does, since the library allocates whatever a chunk claims to open to. Thread-safe:
 * pure functions.
 *
 * <pre>
 *   xerial's framing:  82 'SNAPPY' 00, version (4), compatible version (4), then chunks: length (4), raw snappy
 *   without framing:   raw snappy, as some clients write it
 *   raw snappy:        opened length (varint), ...
 * </pre>
 */
final class SnappyFrames {
    private static final long MAGIC = 0x82534E4150505900L;
    private static final int MAGIC_HEAD = (int) (MAGIC >>> 32);
    private static final int HEADER_BYTES = 16;

    private SnappyFrames() {}

    /** Throws if the chunks do not fill the payload, or claim to open to more than the bound. */
    static void require(ByteBuffer payload, int maxBytes) throws IOException {
        int at = payload.position();
        int end = payload.limit();
        if (end - at < HEADER_BYTES || payload.getLong(at) != MAGIC) {
            requireSum(openedLength(payload, at, end), maxBytes);
            return;
        }
        at += HEADER_BYTES;
        long sum = 0;
        while (at < end) {
            if (end - at < Integer.BYTES) {
                throw new IOException("the snappy payload ends inside a chunk");
            }
            int length = payload.getInt(at);
            if (length == MAGIC_HEAD) { // payloads that were joined, header and all
                at += HEADER_BYTES;
                continue;
            }
            at += Integer.BYTES;
            if (length < 0 || length > end - at) {
                throw new IOException("a snappy chunk claims " + length + " bytes of " + (end - at));
            }
            sum += openedLength(payload, at, at + length);
            requireSum(sum, maxBytes);
            at += length;
        }
    }

    private static long openedLength(ByteBuffer payload, int from, int end) throws IOException {
        long length = 0;
        for (int i = 0; i < 5 && from + i < end; i++) {
            int b = payload.get(from + i);
            length |= (b & 0x7FL) << (7 * i);
            if (b >= 0) {
                return length;
            }
        }
        throw new IOException("a snappy chunk does not say how long it is");
    }

    private static void requireSum(long sum, int maxBytes) throws IOException {
        if (sum > maxBytes) {
            throw new IOException("the snappy payload claims to open to more than the bound of " + maxBytes + " bytes");
        }
    }
}
