package io.twinspan.model.wire;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclBinding;

/**
 * What a link remembers of what it put on the target besides records, so that it takes back that and nothing else; and what it did not put
 * there, so that it can be given once producers move, also when the source is gone. Immutable.
 */
public sealed interface SyncedRecord {

    /**
     * The configs of a target topic that follow the source.
     *
     * @param values each config's name and the value that the link set or found in step; empty to forget the topic
     */
    record OfConfigs(String topic, Map<String, String> values) implements SyncedRecord {
        public OfConfigs {
            values = Map.copyOf(values);
        }

        /** The values in the order of their names. */
        public Map<String, String> sorted() {
            return new TreeMap<>(values);
        }
    }

    /**
     * An ACL that the link added to the target.
     *
     * @param present whether it did, or false to forget it
     */
    record OfAcl(AclBinding binding, boolean present) implements SyncedRecord {}

    /**
     * A right to write to topics at the source, which the link does not carry over as long as only it writes to the copies.
     *
     * @param binding as it stands at the source
     * @param present whether it still does, or false to forget it
     */
    record HeldBack(AclBinding binding, boolean present) implements SyncedRecord {}

    /** Bytes that no known version writes. */
    record Unreadable(String reason) implements SyncedRecord {}
}
