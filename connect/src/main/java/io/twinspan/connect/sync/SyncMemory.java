package io.twinspan.connect.sync;

import io.twinspan.model.wire.SyncedRecord;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclBinding;

/**
 * What a link remembers, durably, of what it put on the target. Implementations are confined to the monitor thread.
 */
public interface SyncMemory {

    /** Everything that is remembered; nothing if nothing ever was. */
    Remembered read();

    /** Remembers, or forgets; returns when that is durable. */
    void write(Collection<? extends SyncedRecord> records);

    /**
     * What was remembered. Immutable.
     *
     * @param configs the values that the link set, by target topic and name
     * @param acls the ACLs that the link added
     * @param heldBack rights to write at the source that the link did not carry over
     */
    record Remembered(Map<String, Map<String, String>> configs, Set<AclBinding> acls, Set<AclBinding> heldBack) {
        public static final Remembered NOTHING = new Remembered(Map.of(), Set.of(), Set.of());

        public Remembered {
            configs = Map.copyOf(configs);
            acls = Set.copyOf(acls);
            heldBack = Set.copyOf(heldBack);
        }

        /** With these records, in their order, applied. */
        public Remembered with(Collection<? extends SyncedRecord> records) {
            var configsNow = new TreeMap<>(configs);
            var aclsNow = new LinkedHashSet<>(acls);
            var heldBackNow = new LinkedHashSet<>(heldBack);
            for (SyncedRecord record : records) {
                if (record instanceof SyncedRecord.OfConfigs ofTopic) {
                    if (ofTopic.values().isEmpty()) {
                        configsNow.remove(ofTopic.topic());
                    } else {
                        configsNow.put(ofTopic.topic(), ofTopic.values());
                    }
                } else if (record instanceof SyncedRecord.OfAcl acl) {
                    put(acl.binding(), acl.present(), aclsNow);
                } else if (record instanceof SyncedRecord.HeldBack acl) {
                    put(acl.binding(), acl.present(), heldBackNow);
                }
            }
            return new Remembered(configsNow, aclsNow, heldBackNow);
        }

        private static void put(AclBinding binding, boolean present, Set<AclBinding> bindings) {
            if (present) {
                bindings.add(binding);
            } else {
                bindings.remove(binding);
            }
        }
    }
}
