package io.twinspan.model.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The codec of MirrorMaker 2's heartbeats, byte for byte as 4.3.1 writes them. Thread-safe: pure functions.
 *
 * <pre>
 *  key    source alias: length(2), UTF-8    target alias: length(2), UTF-8
 *  value  version(2) = 0    timestamp(8), milliseconds                         big endian
 * </pre>
 */
public final class Heartbeats {
    private static final short VERSION = 0;

    private Heartbeats() {}

    /**
     * One heartbeat: at this time, the link from source to target could write to the target. Immutable.
     *
     * @param timestampMs when it was emitted, by the clock of whoever did
     */
    public record Heartbeat(String source, String target, long timestampMs) {}

    public static byte[] encodeKey(Heartbeat heartbeat) {
        byte[] source = heartbeat.source().getBytes(StandardCharsets.UTF_8);
        byte[] target = heartbeat.target().getBytes(StandardCharsets.UTF_8);
        if (source.length > Short.MAX_VALUE || target.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a cluster's alias of more than " + Short.MAX_VALUE + " bytes");
        }
        return ByteBuffer.allocate(2 * Short.BYTES + source.length + target.length)
                .putShort((short) source.length)
                .put(source)
                .putShort((short) target.length)
                .put(target)
                .array();
    }

    public static byte[] encodeValue(Heartbeat heartbeat) {
        return ByteBuffer.allocate(Short.BYTES + Long.BYTES)
                .putShort(VERSION)
                .putLong(heartbeat.timestampMs())
                .array();
    }

    /**
     * The heartbeat in a record; empty for anything else, a tombstone included. MirrorMaker 2 reads every version as
     * version 0, and so does this: there is no other.
     */
    public static Optional<Heartbeat> decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null || value.length < Short.BYTES + Long.BYTES) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.wrap(key);
        String source = text(bytes);
        String target = text(bytes);
        return source == null || target == null
                ? Optional.empty()
                : Optional.of(
                        new Heartbeat(source, target, ByteBuffer.wrap(value).getLong(Short.BYTES)));
    }

    private static @Nullable String text(ByteBuffer bytes) {
        if (bytes.remaining() < Short.BYTES) {
            return null;
        }
        int length = bytes.getShort();
        if (length < 0 || bytes.remaining() < length) {
            return null;
        }
        var utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
