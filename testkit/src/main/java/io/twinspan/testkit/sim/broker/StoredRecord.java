package io.twinspan.testkit.sim.broker;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of a log sees of one record. Immutable.
 *
 * @param fingerprint a hash of timestamp, key, value and headers; every record of a simulation has content of its own
 */
public record StoredRecord(
        long offset, long timestamp, @Nullable ByteBuffer key, long fingerprint) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static StoredRecord of(Record record) {
        long hash = mix(FNV_OFFSET, record.timestamp());
        hash = mix(hash, record.key());
        hash = mix(hash, record.value());
        for (Header header : record.headers()) {
            for (int i = 0; i < header.key().length(); i++) {
                hash = (hash ^ header.key().charAt(i)) * FNV_PRIME;
            }
            hash = mix(hash, header.value() == null ? null : ByteBuffer.wrap(header.value()));
        }
        ByteBuffer key = record.key();
        ByteBuffer kept = null;
        if (key != null) {
            kept = ByteBuffer.allocate(key.remaining()).put(key.duplicate()).flip();
        }
        return new StoredRecord(record.offset(), record.timestamp(), kept, hash);
    }

    private static long mix(long hash, @Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return mix(hash, -1L);
        }
        long mixed = mix(hash, bytes.remaining());
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            mixed = (mixed ^ (bytes.get(i) & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }

    private static long mix(long hash, long value) {
        long mixed = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (value >>> shift & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }
}
