package io.twinspan.connect.takeover;

import io.twinspan.model.error.Printable;
import io.twinspan.model.name.ClusterAlias;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * MirrorMaker 2's own positions, as its dedicated mode keeps them in Connect's offsets topic: one JSON record for each source
 * partition, which holds the last copied source offset. Confined to one thread.
 *
 * <pre>
 *  key    ["MirrorSourceConnector",{"cluster":"dc1","partition":3,"topic":"orders"}]
 *  value  {"offset":42}
 * </pre>
 *
 * <p>Connect finds a record by the bytes of its key, so they are made here as Connect makes them, and compared.
 */
public final class MirrorOffsets {
    /** How a dedicated MirrorMaker 2 names its source connector. */
    private static final String CONNECTOR = "MirrorSourceConnector";

    private static final Pattern OFFSET = Pattern.compile("\\s*\\{\\s*\"offset\"\\s*:\\s*(\\d{1,18})\\s*}\\s*");

    private final Map<ByteBuffer, TopicPartition> wanted = new HashMap<>();
    private final Map<TopicPartition, Long> last = new HashMap<>();
    private final Map<TopicPartition, String> unreadable = new HashMap<>();

    /** @param partitions the source partitions whose positions are kept */
    public MirrorOffsets(ClusterAlias source, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> wanted.put(ByteBuffer.wrap(key(source, partition)), partition));
    }

    /** Takes the records of the topic in their order. */
    public void accept(byte @Nullable [] key, byte @Nullable [] value) {
        TopicPartition partition = key == null ? null : wanted.get(ByteBuffer.wrap(key));
        if (partition == null) {
            return;
        }
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        Matcher offset = OFFSET.matcher(text);
        last.remove(partition);
        unreadable.remove(partition);
        if (offset.matches()) {
            last.put(partition, Long.parseLong(offset.group(1)));
        } else if (value != null) {
            unreadable.put(partition, Printable.of(text, 100));
        }
    }

    /** The last record about a partition, if it says something else than a position or that there is none; null otherwise. */
    public @Nullable String unreadable(TopicPartition partition) {
        return unreadable.get(partition);
    }

    /** The source offset at which MirrorMaker 2 would go on; empty if it never copied the partition. */
    public OptionalLong next(TopicPartition partition) {
        Long offset = last.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset + 1);
    }

    /** The key under which MirrorMaker 2 looks for a partition's position. */
    public static byte[] key(ClusterAlias source, TopicPartition partition) {
        String alias = source.value().replace("\\", "\\\\").replace("\"", "\\\"");
        return bytes("[\"" + CONNECTOR + "\",{\"cluster\":\"" + alias + "\",\"partition\":" + partition.partition()
                + ",\"topic\":\"" + partition.topic() + "\"}]");
    }

    /** The position of a link that has copied everything below {@code next}, which is at least 1. */
    public static byte[] value(long next) {
        return bytes("{\"offset\":" + (next - 1) + "}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
