package io.twinspan.control.fence;

import static io.twinspan.control.fence.AclSets.binding;
import static io.twinspan.control.fence.AclSets.topic;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class FenceSurroundingsTest {

    @Test
    void superUsersAreReadAsBrokersWriteThem() {
        var surroundings = FenceSurroundings.of(
                Optional.of(Set.of()), Map.of("super.users", "User:root; User:CN=admin,O=x ;;", "other", "x"));

        assertThat(surroundings.superUsers()).containsExactlyInAnyOrder("User:root", "User:CN=admin,O=x");
        assertThat(surroundings.isSuperUser("User:root")).isTrue();
        assertThat(surroundings.isSuperUser("User:CN=admin")).isFalse();
    }

    @Test
    void aBrokerThatTellsNothingHasNoSuperUsersAndAllowsNobody() {
        var surroundings = FenceSurroundings.of(Optional.of(Set.of()), Map.of());

        assertThat(surroundings.superUsers()).isEmpty();
        assertThat(surroundings.allowsEveryone()).isFalse();
        assertThat(surroundings.hasAuthorizer()).isTrue();
        assertThat(FenceSurroundings.of(Optional.empty(), Map.of()).hasAuthorizer())
                .isFalse();
    }

    @Test
    void whoMayWriteIsFoundByNamePrefixAndWildcard() {
        var surroundings = surroundings(
                topic("orders", LITERAL, "User:byname", WRITE),
                topic("ord", PREFIXED, "User:byprefix", WRITE),
                topic("*", LITERAL, "User:bywildcard", WRITE),
                topic("orders", LITERAL, "User:all", ALL));

        assertThat(surroundings.writers(List.of("orders")))
                .containsExactly("User:all", "User:byname", "User:byprefix", "User:bywildcard");
        assertThat(surroundings.writers(List.of("order"))).containsExactly("User:byprefix", "User:bywildcard");
        assertThat(surroundings.writers(List.of("payments", "orders")))
                .as("of several topics, who may write to one of them")
                .contains("User:byname");
        assertThat(surroundings.writers(List.of())).isEmpty();
    }

    @Test
    void othersMayNotWrite() {
        var surroundings = surroundings(
                topic("orders", LITERAL, "User:reader", READ),
                topic("orders", LITERAL, "User:looker", DESCRIBE),
                topic("orders-eu", LITERAL, "User:longer", WRITE),
                topic("orders", PREFIXED, "User:other", READ),
                topic("*", PREFIXED, "User:star", WRITE),
                binding(ResourceType.GROUP, "orders", LITERAL, "User:group", "*", ALL, ALLOW),
                binding(ResourceType.TOPIC, "orders", LITERAL, "User:denied", "*", WRITE, DENY));

        assertThat(surroundings.writers(List.of("orders"))).isEmpty();
        assertThat(surroundings.readers(List.of("orders"))).containsExactly("User:other", "User:reader");
    }

    @Test
    void whereNoAclMeansYesEverybodyMay() {
        var surroundings =
                FenceSurroundings.of(Optional.of(Set.of()), Map.of("allow.everyone.if.no.acl.found", "true"));

        assertThat(surroundings.writers(List.of("orders"))).containsExactly("User:*");
        assertThat(surroundings.readers(List.of("orders"))).containsExactly("User:*");
    }

    /** A right to everything is a right to write, and a principal that has it is to write on the target, too. */
    @Test
    void theRightsToWriteAreKeptAsTheyStand() {
        AclBinding byName = topic("orders", LITERAL, "User:a", WRITE);
        AclBinding byPrefix = topic("ord", PREFIXED, "User:b", WRITE);
        AclBinding all = topic("*", LITERAL, "User:c", ALL);
        AclBinding fromHost = binding(ResourceType.TOPIC, "orders", LITERAL, "User:d", "10.0.0.7", WRITE, ALLOW);
        var surroundings = surroundings(
                byName,
                byPrefix,
                all,
                fromHost,
                topic("orders", LITERAL, "User:a", READ),
                topic("payments", LITERAL, "User:a", WRITE),
                binding(ResourceType.TOPIC, "orders", LITERAL, "User:e", "*", WRITE, DENY));

        assertThat(surroundings.permissionsToWrite("orders"))
                .containsExactlyInAnyOrder(byName, byPrefix, all, fromHost);
    }

    private static FenceSurroundings surroundings(AclBinding... acls) {
        return FenceSurroundings.of(Optional.of(Set.of(acls)), Map.of());
    }
}
