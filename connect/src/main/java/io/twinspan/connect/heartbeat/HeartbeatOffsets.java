package io.twinspan.connect.heartbeat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What Connect stores for heartbeats, as MirrorMaker 2 writes it; nobody needs it. Thread-safe: pure functions.
 */
final class HeartbeatOffsets {
    static final String SOURCE_KEY = "sourceClusterAlias";
    static final String TARGET_KEY = "targetClusterAlias";
    static final String OFFSET_KEY = "offset";
    static final Map<String, Long> OFFSET = Map.of(OFFSET_KEY, 0L);

    private HeartbeatOffsets() {}

    /** In this order, since Connect finds an offset by the bytes of its key. */
    static Map<String, String> partition(String source, String target) {
        var partition = new LinkedHashMap<String, String>();
        partition.put(SOURCE_KEY, source);
        partition.put(TARGET_KEY, target);
        return partition;
    }

    /** Accepts what MirrorMaker 2 accepts: both aliases, and offset 0 or none. */
    static void validate(Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        for (String key : new String[] {SOURCE_KEY, TARGET_KEY}) {
            if (!(partition.get(key) instanceof String)) {
                throw new ConnectException(
                        "The partition " + partition + " of a heartbeat's offset must have the text '" + key + "'.");
            }
        }
        if (offset == null) {
            return;
        }
        Object value = offset.get(OFFSET_KEY);
        if (!Integer.valueOf(0).equals(value) && !Long.valueOf(0).equals(value)) {
            throw new ConnectException("The offset of a heartbeat is always {\"" + OFFSET_KEY + "\": 0}, not " + offset
                    + "; heartbeats have no position.");
        }
    }
}
