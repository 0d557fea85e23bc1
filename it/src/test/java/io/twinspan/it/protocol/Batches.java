package io.twinspan.it.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Cuts fetched records into batches and stamps them as a link does. Stateless. */
final class Batches {
    private static final int ATTRIBUTES = 21;

    private Batches() {}

    /** The complete batches that start at or after an offset, or hold it. */
    static List<ByteBuffer> cut(ByteBuffer records, long fromOffset) {
        List<ByteBuffer> batches = new ArrayList<>();
        int at = records.position();
        while (records.limit() - at >= 61) {
            int size = records.getInt(at + 8) + 12;
            if (at + size > records.limit()) {
                break;
            }
            ByteBuffer batch = records.slice(at, size);
            if (batch.getLong(0) + batch.getInt(23) >= fromOffset) {
                batches.add(batch);
            }
            at += size;
        }
        return batches;
    }

    static long nextOffset(ByteBuffer batch) {
        return batch.getLong(0) + batch.getInt(23) + 1;
    }

    static int records(ByteBuffer batch) {
        return batch.getInt(57);
    }

    /** Writes a producer's name and count over the header, in place. */
    static ByteBuffer stamp(ByteBuffer batch, long producerId, int baseSequence) {
        batch.putLong(0, 0);
        batch.putShort(ATTRIBUTES, (short) (batch.getShort(ATTRIBUTES) & ~0x58));
        batch.putLong(43, producerId);
        batch.putShort(51, (short) 0);
        batch.putInt(53, baseSequence);
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(ATTRIBUTES, batch.capacity() - ATTRIBUTES));
        batch.putInt(17, (int) crc.getValue());
        return batch;
    }
}
