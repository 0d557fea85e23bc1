package io.twinspan.link.rewrite;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.protocol.Codec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Hashes records so that equal ones hash equally on both sides, however they are batched and compressed: used to prove, when a
 * lane recovers, which source record a target record is. Thread-safe: pure functions.
 *
 * <p>Key, value, headers and the timestamp that readers see are hashed. Not a defence against someone who makes collisions.
 */
public final class RecordHashes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // The first two primes of XXH64.
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;

    private RecordHashes() {}

    /** Takes the hash of each record, in order. */
    @FunctionalInterface
    public interface Visitor {
        void record(long offset, long hash64);
    }

    /**
     * Hashes the records of the batch of format 2 at the buffer's position, which stays as it is. More may follow in the buffer.
     *
     * @throws DamagedBatch if it is not a whole batch, its CRC does not match, or its payload is malformed
     */
    public static void forEach(ByteBuffer batch, Visitor visitor) {
        forEach(batch, true, visitor);
    }

    /** As above; without timestamps for a topic where the target's broker sets its own. */
    public static void forEach(ByteBuffer batch, boolean timestamps, Visitor visitor) {
        int position = batch.position();
        if (batch.remaining() < Batch.HEADER_BYTES || Batch.magic(batch, position) != Batch.MAGIC) {
            throw new DamagedBatch(-1, "it is not a batch of record format 2");
        }
        if (!Batch.isCrcValid(batch, position)) {
            throw new DamagedBatch(Batch.baseOffset(batch, position), "its CRC does not match its bytes");
        }
        var opened = new Opened(new Codec.Buffers());
        opened.open(batch, position);
        while (opened.next()) {
            RecordCursor record = opened.record();
            long timestamp = timestamps ? opened.timestamp() : 0;
            visitor.record(opened.offset(), hash(record.data(), record.bodyStart(), record.bodyEnd(), timestamp));
        }
    }

    static long hash(byte[] bytes, int from, int end, long timestamp) {
        long hash = mix(timestamp + P1) + (end - from) * P2;
        int at = from;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = round(hash, (long) LONGS.get(bytes, at));
        }
        long tail = 0;
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            tail |= (bytes[at] & 0xFFL) << shift;
        }
        return mix(round(hash, tail));
    }

    private static long round(long hash, long word) {
        return Long.rotateLeft(hash ^ (word * P2), 31) * P1;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * P2;
        return mixed ^ (mixed >>> 29);
    }
}
