package io.twinspan.model.wire;

import io.twinspan.model.wire.SyncedRecord.HeldBack;
import io.twinspan.model.wire.SyncedRecord.OfAcl;
import io.twinspan.model.wire.SyncedRecord.OfConfigs;
import io.twinspan.model.wire.SyncedRecord.Unreadable;
import io.twinspan.model.wire.WireReader.DamagedBytes;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * The codec of {@link SyncedRecord}s, in the compacted topic that {@link InternalTopics#synced} names. Thread-safe: pure functions.
 *
 * <pre>
 *  configs  key    version(1) = 1   kind(1) = 1   target topic: text
 *           value  version(1) = 1   count: varint   count times (name: text, value: text)
 *  ACL      key    version(1) = 1   kind(1) = 2   resource type(1)   pattern type(1)   name: text
 *                  principal: text   host: text   operation(1)   permission(1)
 *           value  version(1) = 1
 *  held back         as an ACL, with kind(1) = 3
 * </pre>
 *
 * <p>A text is its length as a varint and UTF-8; the four codes of an ACL are those of Kafka's own enums, which its protocol
 * fixes. A tombstone forgets.
 */
public final class SyncedRecords {
    private static final int VERSION = 1;
    private static final int CONFIGS = 1;
    private static final int ACL = 2;
    private static final int HELD_BACK = 3;
    private static final int MOST_CONFIGS = 10_000;

    private SyncedRecords() {}

    public static byte[] encodeKey(SyncedRecord record) {
        var key = new WireWriter().int8(VERSION);
        if (record instanceof OfConfigs configs) {
            return key.int8(CONFIGS).string(configs.topic()).toBytes();
        }
        if (record instanceof OfAcl acl) {
            return write(acl.binding(), key.int8(ACL)).toBytes();
        }
        if (record instanceof HeldBack heldBack) {
            return write(heldBack.binding(), key.int8(HELD_BACK)).toBytes();
        }
        throw new IllegalArgumentException("what could not be read is not written: " + record);
    }

    private static WireWriter write(AclBinding binding, WireWriter key) {
        ResourcePattern pattern = binding.pattern();
        AccessControlEntry entry = binding.entry();
        return key.int8(pattern.resourceType().code())
                .int8(pattern.patternType().code())
                .string(pattern.name())
                .string(entry.principal())
                .string(entry.host())
                .int8(entry.operation().code())
                .int8(entry.permissionType().code());
    }

    /** The value, or null for a tombstone. */
    public static byte @Nullable [] encodeValue(SyncedRecord record) {
        if (record instanceof OfConfigs configs) {
            if (configs.values().isEmpty()) {
                return null;
            }
            var value = new WireWriter().int8(VERSION).varint(configs.values().size());
            configs.sorted().forEach((name, text) -> value.string(name).string(text));
            return value.toBytes();
        }
        boolean isPresent = (record instanceof OfAcl acl && acl.present())
                || (record instanceof HeldBack heldBack && heldBack.present());
        return isPresent ? new WireWriter().int8(VERSION).toBytes() : null;
    }

    /** What a record says; never throws for what a topic may hold. */
    public static SyncedRecord decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            return new Unreadable("it has no key");
        }
        try {
            var reader = new WireReader(key);
            requireVersion(reader, "key");
            int kind = reader.int8();
            return switch (kind) {
                case CONFIGS -> configs(reader, value);
                case ACL -> new OfAcl(binding(reader, value), value != null);
                case HELD_BACK -> new HeldBack(binding(reader, value), value != null);
                default -> new Unreadable("it is of the unknown kind " + kind);
            };
        } catch (DamagedBytes e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static OfConfigs configs(WireReader key, byte @Nullable [] value) {
        String topic = key.string();
        key.requireEnd();
        var values = new TreeMap<String, String>();
        if (value != null) {
            var reader = new WireReader(value);
            requireVersion(reader, "value");
            int count = reader.varint(MOST_CONFIGS, "the number of configs");
            for (int i = 0; i < count; i++) {
                values.put(reader.string(), reader.string());
            }
            reader.requireEnd();
        }
        return new OfConfigs(topic, values);
    }

    private static AclBinding binding(WireReader key, byte @Nullable [] value) {
        var type = ResourceType.fromCode((byte) key.int8());
        var patternType = PatternType.fromCode((byte) key.int8());
        String name = key.string();
        String principal = key.string();
        String host = key.string();
        var operation = AclOperation.fromCode((byte) key.int8());
        var permission = AclPermissionType.fromCode((byte) key.int8());
        key.requireEnd();
        if (value != null) {
            requireVersion(new WireReader(value), "value");
        }
        try {
            return new AclBinding(
                    new ResourcePattern(type, name, patternType),
                    new AccessControlEntry(principal, host, operation, permission));
        } catch (IllegalArgumentException e) {
            // Kafka refuses what stands for "any" or "unknown" in an ACL.
            throw new DamagedBytes("not an ACL: " + e.getMessage());
        }
    }

    private static void requireVersion(WireReader reader, String part) {
        int version = reader.int8();
        if (version != VERSION) {
            throw new DamagedBytes("its " + part + " is of version " + version + ", known is " + VERSION);
        }
    }
}
