package io.twinspan.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.wire.SyncedRecord.HeldBack;
import io.twinspan.model.wire.SyncedRecord.OfAcl;
import io.twinspan.model.wire.SyncedRecord.OfConfigs;
import io.twinspan.model.wire.SyncedRecord.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class SyncedRecordsTest {
    private static final OfConfigs CONFIGS = new OfConfigs("dc1.t", Map.of("b", "2", "a", "1"));
    private static final OfAcl ACL = new OfAcl(
            new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, "dc1.", PatternType.PREFIXED),
                    new AccessControlEntry("User:a", "*", AclOperation.READ, AclPermissionType.ALLOW)),
            true);
    private static final HeldBack HELD_BACK = new HeldBack(
            new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.LITERAL),
                    new AccessControlEntry("User:app", "10.0.0.7", AclOperation.ALL, AclPermissionType.ALLOW)),
            true);

    @Test
    void whatIsWrittenIsReadAgain() {
        for (SyncedRecord record : new SyncedRecord[] {
            CONFIGS,
            new OfConfigs("t", Map.of()),
            ACL,
            new OfAcl(ACL.binding(), false),
            HELD_BACK,
            new HeldBack(HELD_BACK.binding(), false)
        }) {
            assertThat(SyncedRecords.decode(SyncedRecords.encodeKey(record), SyncedRecords.encodeValue(record)))
                    .isEqualTo(record);
        }
    }

    @Test
    void theBytesAreThoseOfTheDocumentation() {
        assertThat(hex(SyncedRecords.encodeKey(CONFIGS))).isEqualTo("0101" + "05" + ascii("dc1.t"));
        assertThat(hex(SyncedRecords.encodeValue(CONFIGS)))
                .isEqualTo("01" + "02" + "01" + ascii("a") + "01" + ascii("1") + "01" + ascii("b") + "01" + ascii("2"));
        // Topic 2, prefixed 4; read 3, allow 3.
        assertThat(hex(SyncedRecords.encodeKey(ACL)))
                .isEqualTo("0102" + "02" + "04" + "04" + ascii("dc1.") + "06" + ascii("User:a") + "01" + ascii("*")
                        + "03" + "03");
        assertThat(hex(SyncedRecords.encodeValue(ACL))).isEqualTo("01");
        // Topic 2, literal 3; all 2, allow 3.
        assertThat(hex(SyncedRecords.encodeKey(HELD_BACK)))
                .isEqualTo("0103" + "02" + "03" + "06" + ascii("orders") + "08" + ascii("User:app") + "08"
                        + ascii("10.0.0.7") + "02" + "03");
        assertThat(hex(SyncedRecords.encodeValue(HELD_BACK))).isEqualTo("01");
    }

    /** The same ACL may stand on the target, and be held back for other topics: neither takes the other's place. */
    @Test
    void anAclThatTheLinkAddedAndOneThatItHoldsBackAreTwoRecords() {
        var added = new OfAcl(HELD_BACK.binding(), true);

        assertThat(SyncedRecords.encodeKey(added)).isNotEqualTo(SyncedRecords.encodeKey(HELD_BACK));
        assertThat(SyncedRecords.encodeValue(new HeldBack(HELD_BACK.binding(), false)))
                .as("what is not held back any more is forgotten")
                .isNull();
    }

    @Test
    void whatCannotBeReadSaysWhyAndThrowsNothing() {
        byte[] key = SyncedRecords.encodeKey(ACL);

        assertThat(SyncedRecords.decode(null, null)).isInstanceOf(Unreadable.class);
        assertThat(SyncedRecords.decode(new byte[] {2, 1}, null))
                .isEqualTo(new Unreadable("its key is of version 2, known is 1"));
        assertThat(SyncedRecords.decode(new byte[] {1, 9}, null))
                .isEqualTo(new Unreadable("it is of the unknown kind 9"));
        for (int length = 0; length < key.length; length++) {
            assertThat(SyncedRecords.decode(Arrays.copyOf(key, length), new byte[] {1}))
                    .isInstanceOf(Unreadable.class);
        }
        byte[] heldBack = SyncedRecords.encodeKey(HELD_BACK);
        for (int length = 0; length < heldBack.length; length++) {
            assertThat(SyncedRecords.decode(Arrays.copyOf(heldBack, length), new byte[] {1}))
                    .isInstanceOf(Unreadable.class);
        }
        assertThat(SyncedRecords.decode(heldBack, new byte[] {2}))
                .isEqualTo(new Unreadable("its value is of version 2, known is 1"));
        byte[] any = key.clone();
        any[2] = ResourceType.ANY.code();
        assertThat(SyncedRecords.decode(any, new byte[] {1})).isInstanceOf(Unreadable.class);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String ascii(String text) {
        return hex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
