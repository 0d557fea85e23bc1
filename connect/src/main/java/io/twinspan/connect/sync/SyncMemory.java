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
     */
    record Remembered(Map<String, Map<String, String>> configs, Set<AclBinding> acls) {
        public static final Remembered NOTHING = new Remembered(Map.of(), Set.of());

        public Remembered {
            configs = Map.copyOf(configs);
            acls = Set.copyOf(acls);
        }

        /** With these records, in their order, applied. */
        public Remembered with(Collection<? extends SyncedRecord> records) {
            var configsNow = new TreeMap<>(configs);
            var aclsNow = new LinkedHashSet<>(acls);
            for (SyncedRecord record : records) {
                if (record instanceof SyncedRecord.OfConfigs ofTopic) {
                    if (ofTopic.values().isEmpty()) {
                        configsNow.remove(ofTopic.topic());
                    } else {
                        configsNow.put(ofTopic.topic(), ofTopic.values());
                    }
                } else if (record instanceof SyncedRecord.OfAcl acl) {
                    if (acl.present()) {
                        aclsNow.add(acl.binding());
                    } else {
                        aclsNow.remove(acl.binding());
                    }
                }
            }
            return new Remembered(configsNow, aclsNow);
        }
    }
}
