package io.twinspan.model.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The codec of MirrorMaker 2's checkpoints, byte for byte as 4.3.1 writes them. Thread-safe: pure functions.
 *
 * <pre>
 *  key    group(text)  topic(text)  partition(4)
 *  value  version(2)=0  upstream offset(8)  downstream offset(8)  metadata(text)
 *
 *  text = length(2) and UTF-8   all big endian
 * </pre>
 */
public final class Checkpoints {
    private static final short VERSION = 0;
    private static final int MOST = Short.MAX_VALUE;

    private Checkpoints() {}

    /**
     * A group's position: at the upstream offset in the source, which is the downstream offset in the target. Immutable.
     *
     * @param partition in the target cluster, under the target topic's name
     * @param metadata what the group committed beside the offset; empty if nothing
     */
    public record Checkpoint(
            String group, TopicPartition partition, long upstreamOffset, long downstreamOffset, String metadata) {
        public Checkpoint {
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(partition, "partition");
            Objects.requireNonNull(metadata, "metadata");
        }
    }

    public static byte[] encodeKey(Checkpoint checkpoint) {
        byte[] group = utf8(checkpoint.group(), "the group's name");
        byte[] topic = utf8(checkpoint.partition().topic(), "the topic's name");
        var key = ByteBuffer.allocate(2 * Short.BYTES + group.length + topic.length + Integer.BYTES);
        put(key, group);
        put(key, topic);
        return key.putInt(checkpoint.partition().partition()).array();
    }

    public static byte[] encodeValue(Checkpoint checkpoint) {
        byte[] metadata = utf8(checkpoint.metadata(), "the group's metadata");
        var value = ByteBuffer.allocate(2 * Short.BYTES + 2 * Long.BYTES + metadata.length);
        value.putShort(VERSION).putLong(checkpoint.upstreamOffset()).putLong(checkpoint.downstreamOffset());
        put(value, metadata);
        return value.array();
    }

    /**
     * The checkpoint in a record; empty for anything else, a tombstone, another version, and an offset or a partition below 0
     * included: no group can be there. MirrorMaker 2 ignores bytes
     * after the known fields, so they are ignored here, too.
     */
    public static Optional<Checkpoint> decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        var keyBytes = ByteBuffer.wrap(key);
        var valueBytes = ByteBuffer.wrap(value);
        String group = text(keyBytes);
        String topic = text(keyBytes);
        if (group == null
                || topic == null
                || keyBytes.remaining() < Integer.BYTES
                || valueBytes.remaining() < Short.BYTES + 2 * Long.BYTES
                || valueBytes.getShort() != VERSION) {
            return Optional.empty();
        }
        long upstream = valueBytes.getLong();
        long downstream = valueBytes.getLong();
        String metadata = text(valueBytes);
        int partition = keyBytes.getInt();
        return metadata == null || partition < 0 || downstream < 0
                ? Optional.empty()
                : Optional.of(
                        new Checkpoint(group, new TopicPartition(topic, partition), upstream, downstream, metadata));
    }

    /** Whether a checkpoint can hold a text: at most 32,767 bytes of UTF-8. */
    public static boolean hasRoomFor(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MOST;
    }

    private static byte[] utf8(String text, String what) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST) {
            throw new IllegalArgumentException(
                    what + " has " + bytes.length + " bytes, a checkpoint takes at most " + MOST);
        }
        return bytes;
    }

    private static void put(ByteBuffer out, byte[] text) {
        out.putShort((short) text.length).put(text);
    }

    private static @Nullable String text(ByteBuffer in) {
        if (in.remaining() < Short.BYTES) {
            return null;
        }
        int length = in.getShort();
        if (length < 0 || in.remaining() < length) {
            return null;
        }
        var text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
