package io.twinspan.connect.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AclReconcilerTest {
    private static final AclBinding READ = acl("User:app", AclPermissionType.ALLOW);
    private static final AclBinding DENIAL = acl("User:other", AclPermissionType.DENY);

    @Test
    void addsWhatIsMissingDenialsFirst() {
        assertThat(AclReconciler.plan(List.of(), List.of(READ, DENIAL), List.of()))
                .containsExactly(new AclChange.Add(DENIAL, false), new AclChange.Add(READ, false));
    }

    @Test
    void addsAgainWhatSomebodyRemovedOnTheTarget() {
        assertThat(AclReconciler.plan(List.of(), List.of(READ), List.of(READ)))
                .containsExactly(new AclChange.Add(READ, true));
    }

    @Test
    void removesOnlyWhatTheLinkAdded() {
        assertThat(AclReconciler.plan(List.of(READ, DENIAL), List.of(), List.of(READ)))
                .containsExactly(new AclChange.Remove(READ));
    }

    @Test
    void hasNothingToDoWhereBothSidesAgree() {
        assertThat(AclReconciler.plan(List.of(READ), List.of(READ), List.of(READ)))
                .isEmpty();
    }

    @Test
    void withoutGrantsNobodyGetsARight() {
        var changes = AclReconciler.plan(List.of(), List.of(READ, DENIAL), List.of());

        assertThat(AclReconciler.withoutGrants(changes)).containsExactly(new AclChange.Add(DENIAL, false));
        assertThat(AclReconciler.withoutGrants(List.of(new AclChange.Remove(READ))))
                .containsExactly(new AclChange.Remove(READ));
    }

    @Test
    void forgetsWhatIsNowhereAnyMore() {
        assertThat(AclReconciler.forgotten(List.of(DENIAL), List.of(), List.of(READ, DENIAL)))
                .containsExactly(READ);
    }

    private static AclBinding acl(String principal, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "dc1.orders", PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.READ, permission));
    }
}
