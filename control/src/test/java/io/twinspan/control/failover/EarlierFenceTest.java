package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.fence.Acl;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlierFenceTest {
    private static final AclBinding ORDERS = denial("orders", "User:*");
    private static final AclBinding PAYMENTS = denial("payments", "User:*");
    private static final AclBinding BY_NAME = denial("orders", "User:app");
    private static final AclBinding GROUP = binding(
            ResourceType.GROUP,
            "billing",
            PatternType.LITERAL,
            "User:*",
            "*",
            AclOperation.READ,
            AclPermissionType.DENY);

    private final List<Entry> entries = new ArrayList<>();

    @Test
    void whatTheJournalKnowsIsLiftedIfItIsThere() {
        assertThat(EarlierFence.among(Set.of(ORDERS, BY_NAME, GROUP), Set.of(ORDERS, GROUP), Set.of("orders")))
                .containsExactlyInAnyOrder(ORDERS, GROUP);
        assertThat(EarlierFence.among(Set.of(BY_NAME), Set.of(BY_NAME), Set.of("orders")))
                .as("for whomever it is")
                .containsExactly(BY_NAME);
    }

    @Test
    void whatOthersHaveDeniedStays() {
        assertThat(EarlierFence.among(Set.of(), Set.of(ORDERS, BY_NAME), Set.of("orders")))
                .isEmpty();
    }

    /** Else producers that were left on the other side could write on both. */
    @Test
    void aMoveOfSomeTopicsLeavesTheDenialsOfOthers() {
        Set<AclBinding> both = Set.of(ORDERS, PAYMENTS);

        assertThat(EarlierFence.among(both, both, Set.of("orders"))).containsExactly(ORDERS);
        assertThat(EarlierFence.byForm(both, Set.of("orders"))).containsExactly(ORDERS);
    }

    @Test
    void withoutAJournalOnlyWhatHasTheFormOfAFenceIsLifted() {
        Set<AclBinding> others = Set.of(
                BY_NAME,
                GROUP,
                binding(
                        ResourceType.TOPIC,
                        "orders",
                        PatternType.PREFIXED,
                        "User:*",
                        "*",
                        AclOperation.WRITE,
                        AclPermissionType.DENY),
                binding(
                        ResourceType.TOPIC,
                        "orders",
                        PatternType.LITERAL,
                        "User:*",
                        "10.0.0.7",
                        AclOperation.WRITE,
                        AclPermissionType.DENY),
                binding(
                        ResourceType.TOPIC,
                        "orders",
                        PatternType.LITERAL,
                        "User:*",
                        "*",
                        AclOperation.READ,
                        AclPermissionType.DENY),
                binding(
                        ResourceType.TOPIC,
                        "orders",
                        PatternType.LITERAL,
                        "User:*",
                        "*",
                        AclOperation.WRITE,
                        AclPermissionType.ALLOW));

        assertThat(EarlierFence.byForm(others, Set.of("orders", "billing"))).isEmpty();
    }

    @Test
    void everyMoveThatWasNotTakenBackHasLeftItsDenials() {
        journal("f1", Entry.Type.OPENED, "", null);
        journal("f1", Entry.Type.BEGUN, "fence", null);
        journal("f1", Entry.Type.NOTED, "fence", ORDERS);
        journal("f1", Entry.Type.DONE, "fence", null);
        journal("f1", Entry.Type.BEGUN, "groups", null);
        journal("f1", Entry.Type.NOTED, "groups", GROUP);
        journal("f1", Entry.Type.CLOSED, "", null);
        journal("f2", Entry.Type.OPENED, "", null);
        journal("f2", Entry.Type.BEGUN, "fence", null);
        journal("f2", Entry.Type.NOTED, "fence", BY_NAME);

        assertThat(EarlierFence.left(entries))
                .as("the last one died behind its note, and may have acted")
                .containsExactlyInAnyOrder(ORDERS, GROUP, BY_NAME);
    }

    /** The same denial may be somebody else's by now. */
    @Test
    void aMoveThatWasTakenBackHasLeftNothing() {
        journal("f1", Entry.Type.OPENED, "", null);
        journal("f1", Entry.Type.BEGUN, "fence", null);
        journal("f1", Entry.Type.NOTED, "fence", ORDERS);
        journal("f1", Entry.Type.UNDO_BEGUN, "fence", null);
        assertThat(EarlierFence.left(entries)).as("it is not over").containsExactly(ORDERS);

        journal("f1", Entry.Type.UNDONE, "fence", null);
        assertThat(EarlierFence.left(entries)).isEmpty();
    }

    @Test
    void whereNothingWasMovedNothingIsLeft() {
        assertThat(EarlierFence.left(List.of())).isEmpty();
    }

    private void journal(String operation, Entry.Type type, String step, @Nullable AclBinding noted) {
        String text = noted == null ? "" : JsonText.line(new Notes.AclList(Acl.of(List.of(noted))));
        entries.add(new Entry(
                operation, 1, "writer", entries.size(), type, step, noted == null ? "" : Notes.ACLS, text, 1));
    }

    private static AclBinding denial(String topic, String principal) {
        return binding(
                ResourceType.TOPIC,
                topic,
                PatternType.LITERAL,
                principal,
                "*",
                AclOperation.WRITE,
                AclPermissionType.DENY);
    }

    private static AclBinding binding(
            ResourceType resource,
            String name,
            PatternType type,
            String principal,
            String host,
            AclOperation operation,
            AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(resource, name, type),
                new AccessControlEntry(principal, host, operation, permission));
    }
}
