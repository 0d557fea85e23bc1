package io.twinspan.connect.source;

import io.twinspan.model.error.Printable;
import io.twinspan.model.name.ClusterAlias;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Connect's source offsets, in exactly MirrorMaker 2's form: {@code {"cluster":"dc1","partition":3,"topic":"orders"}} and
 * {@code {"offset":42}}, the last copied source offset. Thread-safe: pure functions.
 */
final class SourceOffsets {
    private static final String CLUSTER = "cluster";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** No log gets there, and numbers beyond cannot be added to. */
    private static final long LARGEST_OFFSET = 1L << 62;

    private static final int MOST_CHARACTERS = 400;

    private SourceOffsets() {}

    static Map<String, Object> partition(ClusterAlias source, TopicPartition partition) {
        // A HashMap, filled in this order, as in MirrorMaker 2: Connect looks offsets up by the bytes that this map's
        // order gives.
        var map = new HashMap<String, Object>();
        map.put(TOPIC, partition.topic());
        map.put(PARTITION, partition.partition());
        map.put(CLUSTER, source.value());
        return map;
    }

    /** The offset for a lane that has copied everything below {@code next}; null, which is "none", if that is nothing. */
    static @Nullable Map<String, Object> copiedBelow(long next) {
        return next <= 0 ? null : Map.of(OFFSET, next - 1);
    }

    /** The source offset to go on at after a stored offset; empty if it is none. */
    static OptionalLong next(@Nullable Map<String, ?> stored) {
        Object offset = stored == null ? null : stored.get(OFFSET);
        return offset instanceof Number number && number.longValue() >= 0 && number.longValue() < LARGEST_OFFSET
                ? OptionalLong.of(number.longValue() + 1)
                : OptionalLong.empty();
    }

    /**
     * Checks altered offsets by MirrorMaker 2's rules and returns where each partition is to go on; empty for deleted ones.
     * Whatever partition may be deleted, so that an operator can clean up: one that is none of this link's is ignored.
     */
    static Map<TopicPartition, OptionalLong> changes(
            ClusterAlias source, Map<Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        var changes = new TreeMap<TopicPartition, OptionalLong>(
                Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        offsets.forEach((partition, offset) -> {
            if (offset == null) {
                TopicPartition ours = ownPartition(source, partition);
                if (ours != null) {
                    changes.put(ours, OptionalLong.empty());
                }
                return;
            }
            changes.put(requirePartition(source, partition), OptionalLong.of(requireOffset(partition, offset) + 1));
        });
        return changes;
    }

    private static @Nullable TopicPartition ownPartition(ClusterAlias source, @Nullable Map<String, ?> partition) {
        try {
            return requirePartition(source, partition);
        } catch (ConnectException ignored) {
            return null;
        }
    }

    private static TopicPartition requirePartition(ClusterAlias source, @Nullable Map<String, ?> partition) {
        if (partition == null) {
            throw new ConnectException("A source partition is null; give {\"cluster\":\"" + source
                    + "\",\"topic\":\"...\",\"partition\":0}.");
        }
        String cluster = requireText(partition, CLUSTER);
        if (!cluster.equals(source.value())) {
            throw new ConnectException("Source partition " + Printable.of(partition.toString(), MOST_CHARACTERS)
                    + " is of cluster '" + cluster + "', but this connector copies '" + source + "'.");
        }
        String topic = requireText(partition, TOPIC);
        if (!TOPIC_NAME.matcher(topic).matches()) {
            throw new ConnectException("Source partition " + Printable.of(partition.toString(), MOST_CHARACTERS)
                    + " needs '" + TOPIC + "' to be a topic's name.");
        }
        Object number = partition.get(PARTITION);
        if (!(number instanceof Integer || number instanceof Long)
                || ((Number) number).longValue() < 0
                || ((Number) number).longValue() > Integer.MAX_VALUE) {
            throw new ConnectException("Source partition " + Printable.of(partition.toString(), MOST_CHARACTERS)
                    + " needs '" + PARTITION + "' to be a whole number, 0 or more.");
        }
        return new TopicPartition(topic, ((Number) number).intValue());
    }

    private static String requireText(Map<String, ?> partition, String key) {
        if (partition.get(key) instanceof String text) {
            return text;
        }
        throw new ConnectException("Source partition " + Printable.of(partition.toString(), MOST_CHARACTERS)
                + " needs '" + key + "' to be text.");
    }

    private static long requireOffset(Map<String, ?> partition, Map<String, ?> offset) {
        Object value = offset.get(OFFSET);
        if (!(value instanceof Integer || value instanceof Long)
                || ((Number) value).longValue() < 0
                || ((Number) value).longValue() >= LARGEST_OFFSET) {
            throw new ConnectException("Source offset " + offset + " of " + partition + " needs '" + OFFSET
                    + "' to be a whole number, 0 or more: the last offset that counts as copied. To start at the first record,"
                    + " delete the offset.");
        }
        return ((Number) value).longValue();
    }
}
