package io.twinspan.connect.checkpoint;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Connect's offsets of checkpoints, in MirrorMaker 2's form: {@code {"partition":3,"topic":"dc1.orders","group":"g"}} and
 * {@code {"offset":0}}, always. Thread-safe: pure functions.
 */
final class CheckpointOffsets {
    /** What is stored for each checkpoint. */
    static final Map<String, Object> NONE = Map.of("offset", 0L);

    private static final String GROUP = "group";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";

    private CheckpointOffsets() {}

    static Map<String, Object> partition(String group, TopicPartition partition) {
        var map = new HashMap<String, Object>();
        map.put(GROUP, group);
        map.put(TOPIC, partition.topic());
        map.put(PARTITION, partition.partition());
        return map;
    }

    /**
     * Checks altered offsets by MirrorMaker 2's rules: a checkpoint's partition, and an offset of 0 or none.
     *
     * @throws ConnectException if they are anything else
     */
    static void requireHarmless(Map<Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset == null) {
                return;
            }
            if (!(partition.get(GROUP) instanceof String)
                    || !(partition.get(TOPIC) instanceof String)
                    || !(partition.get(PARTITION) instanceof Number)) {
                throw new ConnectException("Source partition " + partition
                        + " needs texts 'group' and 'topic' and a whole number 'partition'.");
            }
            if (!(offset.get("offset") instanceof Number number) || number.longValue() != 0) {
                throw new ConnectException("Source offset " + offset + " of " + partition
                        + " can only be 0: a checkpoint's offset in Connect says nothing.");
            }
        });
    }
}
