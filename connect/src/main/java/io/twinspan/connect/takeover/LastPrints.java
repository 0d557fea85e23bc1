package io.twinspan.connect.takeover;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of the last records of a partition, as many as there is room for. Confined to one thread.
 *
 * <p>A fingerprint is a hash of key, value and headers, and the timestamp beside it: a target that stamps records with its own
 * time, and a source record without one, match any time.
 */
final class LastPrints {
    /** FNV-1a, 64 bits. */
    private static final long BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;
    private static final long ANY_TIME = Long.MIN_VALUE;

    private final long[] contents;
    private final long[] times;
    private long count;

    LastPrints(int room) {
        contents = new long[room];
        times = new long[room];
    }

    void add(ConsumerRecord<byte[], byte[]> record, boolean ofTarget) {
        int at = (int) (count++ % contents.length);
        contents[at] = content(record);
        boolean anyTime = ofTarget
                ? record.timestampType() == TimestampType.LOG_APPEND_TIME
                : record.timestamp() == ConsumerRecord.NO_TIMESTAMP;
        times[at] = anyTime ? ANY_TIME : record.timestamp();
    }

    /** How many there are. */
    int size() {
        return (int) Math.min(count, contents.length);
    }

    /** How many records both end with. */
    int commonEnd(LastPrints other) {
        int most = Math.min(size(), other.size());
        int common = 0;
        while (common < most && equal(other, common + 1)) {
            common++;
        }
        return common;
    }

    private boolean equal(LastPrints other, int fromEnd) {
        int mine = (int) ((count - fromEnd) % contents.length);
        int theirs = (int) ((other.count - fromEnd) % other.contents.length);
        return contents[mine] == other.contents[theirs]
                && (times[mine] == other.times[theirs] || times[mine] == ANY_TIME || other.times[theirs] == ANY_TIME);
    }

    private static long content(ConsumerRecord<byte[], byte[]> record) {
        long hash = bytes(bytes(BASIS, record.key()), record.value());
        for (Header header : record.headers()) {
            for (int i = 0; i < header.key().length(); i++) {
                hash = (hash ^ header.key().charAt(i)) * PRIME;
            }
            hash = bytes(hash, header.value());
        }
        return hash;
    }

    private static long bytes(long before, byte @Nullable [] bytes) {
        // The length first, so that no two records differ only in where a field ends.
        long hash = (before ^ (bytes == null ? -1 : bytes.length)) * PRIME;
        if (bytes != null) {
            for (byte b : bytes) {
                hash = (hash ^ (b & 0xFF)) * PRIME;
            }
        }
        return hash;
    }
}
