package io.twinspan.model.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The codec of MirrorMaker 2's offset syncs, byte for byte as 4.3.1 writes them. Thread-safe: pure functions.
 *
 * <pre>
 *  key    topic: length(2), UTF-8   partition(4)
 *  value  upstream offset(8)        downstream offset(8)        big endian, no version
 * </pre>
 */
public final class OffsetSyncs {
    private OffsetSyncs() {}

    /**
     * One sync: the record at the upstream offset of a source partition is at the downstream offset. Immutable.
     *
     * @param partition in the source cluster, under the source topic's name
     */
    public record Sync(TopicPartition partition, long upstreamOffset, long downstreamOffset) {}

    public static byte[] encodeKey(TopicPartition partition) {
        byte[] topic = partition.topic().getBytes(StandardCharsets.UTF_8);
        if (topic.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a topic name of " + topic.length + " bytes does not fit an offset sync");
        }
        var key = new byte[Short.BYTES + topic.length + Integer.BYTES];
        ByteBuffer.wrap(key).putShort((short) topic.length).put(topic).putInt(partition.partition());
        return key;
    }

    public static byte[] encodeValue(Sync sync) {
        var value = new byte[2 * Long.BYTES];
        ByteBuffer.wrap(value).putLong(sync.upstreamOffset()).putLong(sync.downstreamOffset());
        return value;
    }

    /**
     * The sync in a record; empty for anything else, a tombstone included. MirrorMaker 2 ignores bytes after the known
     * fields, so they are ignored here, too.
     */
    public static Optional<Sync> decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || key.length < Short.BYTES || value == null || value.length < 2 * Long.BYTES) {
            return Optional.empty();
        }
        var keyBytes = ByteBuffer.wrap(key);
        int length = keyBytes.getShort();
        if (length < 0 || keyBytes.remaining() < length + Integer.BYTES) {
            return Optional.empty();
        }
        var topic = new String(key, Short.BYTES, length, StandardCharsets.UTF_8);
        int partition = keyBytes.getInt(Short.BYTES + length);
        var valueBytes = ByteBuffer.wrap(value);
        return Optional.of(new Sync(new TopicPartition(topic, partition), valueBytes.getLong(), valueBytes.getLong()));
    }
}
