package io.twinspan.testkit.guarantee;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record reduced to its offset, its timestamp, and 64-bit digests of its parts, so that millions can be held.
 *
 * <p>A digest is two independent CRCs, both computed by the processor's own instructions; an absent part has a digest of
 * its own, different from an empty one.
 *
 * <p>Immutable.
 */
record Fingerprint(long offset, long timestamp, long key, long value, long headers) {

    static final long ABSENT = 0x9E3779B97F4A7C15L;

    static Fingerprint of(ConsumerRecord<byte[], byte[]> record) {
        return new Fingerprint(
                record.offset(),
                record.timestamp(),
                digest(record.key()),
                digest(record.value()),
                digest(record.headers().toArray()));
    }

    private static long digest(byte @Nullable [] bytes) {
        if (bytes == null) {
            return ABSENT;
        }
        return digest(new CRC32C(), bytes) << 32 | digest(new CRC32(), bytes);
    }

    private static long digest(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
        return checksum.getValue();
    }

    private static long digest(Header[] headers) {
        long digest = headers.length;
        for (Header header : headers) {
            digest = mix(digest, digest(header.key().getBytes(StandardCharsets.UTF_8)));
            digest = mix(digest, digest(header.value()));
        }
        return digest;
    }

    private static long mix(long a, long b) {
        return (Long.rotateLeft(a, 23) ^ b) * 0xBF58476D1CE4E5B9L;
    }

    /** Whether this is the same record, wherever it lies. */
    boolean sameAs(Fingerprint other) {
        return timestamp == other.timestamp && key == other.key && value == other.value && headers == other.headers;
    }

    /** One number for all that {@link #sameAs} compares. */
    long digest() {
        return mix(mix(mix(timestamp, key), value), headers);
    }

    /** Whether the two may be one record of which a part was changed on the way. */
    boolean resembles(Fingerprint other) {
        boolean sameKey = key == other.key && key != ABSENT;
        boolean sameValue = value == other.value && value != ABSENT;
        return sameKey || sameValue || timestamp == other.timestamp;
    }

    /** The names of the parts in which the two differ. */
    String differingParts(Fingerprint other) {
        List<String> parts = new ArrayList<>();
        if (key != other.key) {
            parts.add("key");
        }
        if (value != other.value) {
            parts.add("value");
        }
        if (headers != other.headers) {
            parts.add("headers");
        }
        if (timestamp != other.timestamp) {
            parts.add("timestamp " + timestamp + " became " + other.timestamp);
        }
        return String.join(", ", parts);
    }
}
