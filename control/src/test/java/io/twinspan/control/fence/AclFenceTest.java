package io.twinspan.control.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AclFenceTest {
    private static final List<String> TOPICS = List.of("orders", "users");
    private static final Set<String> LINK_BACK = Set.of("User:mm2");

    private static AclBinding mayWrite(String principal, PatternType type, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, type),
                new AccessControlEntry(principal, "*", AclOperation.WRITE, AclPermissionType.ALLOW));
    }

    private static FenceSurroundings surroundings(Map<String, String> broker, AclBinding... acls) {
        return FenceSurroundings.of(Optional.of(Set.of(acls)), broker);
    }

    @Test
    void bindsEverybodyWhereNobodyHasToGoOnWriting() {
        AclFence fence = AclFence.of(surroundings(Map.of()), TOPICS, List.of(), Set.of());

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.binds("User:shop")).isTrue();
        assertThat(fence.denials(TOPICS))
                .extracting(
                        denial -> denial.pattern().name(),
                        denial -> denial.entry().principal(),
                        denial -> denial.entry().permissionType())
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("orders", "User:*", AclPermissionType.DENY),
                        org.assertj.core.api.Assertions.tuple("users", "User:*", AclPermissionType.DENY));
    }

    @Test
    void bindsEverybodyWhereTheLinkBackIsASuperUser() {
        AclFence fence =
                AclFence.of(surroundings(Map.of("super.users", "User:mm2;User:admin")), TOPICS, List.of(), LINK_BACK);

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.binds("User:shop")).isTrue();
        assertThat(fence.binds("User:mm2")).isFalse();
    }

    @Test
    void bindsByNameWhoeverMayWriteWhereTheLinkBackIsNone() {
        AclFence fence = AclFence.of(
                surroundings(
                        Map.of(),
                        mayWrite("User:shop", PatternType.PREFIXED, "ord"),
                        mayWrite("User:mm2", PatternType.LITERAL, "*"),
                        mayWrite("User:elsewhere", PatternType.LITERAL, "other")),
                TOPICS,
                List.of(),
                LINK_BACK);

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.principals()).containsExactly("User:shop");
    }

    @Test
    void isRefusedWhereItWouldBindTheLinkBack() {
        AclFence open = AclFence.of(
                surroundings(Map.of("allow.everyone.if.no.acl.found", "true")), TOPICS, List.of(), LINK_BACK);
        AclFence unknown = AclFence.of(surroundings(Map.of()), TOPICS, List.of(), LINK_BACK);

        assertThat(open.obstacle()).contains("everybody may write there", "would bind User:mm2");
        assertThat(unknown.obstacle()).contains("no ACL permits anybody by name", "would bind User:mm2");
        assertThat(open.denials(TOPICS)).isEmpty();
        assertThat(unknown.denials(TOPICS)).isEmpty();
    }

    @Test
    void bindsWhomTheOperatorNames() {
        AclFence fence = AclFence.of(
                surroundings(Map.of("allow.everyone.if.no.acl.found", "true")),
                TOPICS,
                List.of("User:shop"),
                LINK_BACK);

        assertThat(fence.obstacle()).isEmpty();
        assertThat(fence.principals()).containsExactly("User:shop");
    }

    @Test
    void isRefusedWithoutAnAuthorizer() {
        AclFence fence = AclFence.of(FenceSurroundings.of(Optional.empty(), Map.of()), TOPICS, List.of(), Set.of());

        assertThat(fence.obstacle()).contains("no authorizer");
        assertThat(fence.denials(TOPICS)).isEmpty();
    }
}
