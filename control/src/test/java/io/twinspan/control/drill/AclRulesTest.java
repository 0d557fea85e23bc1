package io.twinspan.control.drill;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.acl.AclPermissionType.DENY;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.junit.jupiter.api.Test;

/** ACLs decide as Kafka's authorizer does. */
class AclRulesTest {
    private static final String SHOP = "User:shop";

    private static AclBinding acl(
            PatternType pattern, String name, String principal, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(TOPIC, name, pattern),
                new AccessControlEntry(principal, "*", operation, permission));
    }

    private static AclRules rules(AclBinding... acls) {
        return new AclRules(List.of(acls), Set.of("User:root"), false);
    }

    @Test
    void withoutAnAclNothingIsAllowedButToSuperUsers() {
        assertThat(rules().allow(SHOP, READ, TOPIC, "orders")).isFalse();
        assertThat(rules().allow("User:root", READ, TOPIC, "orders")).isTrue();
        assertThat(new AclRules(List.of(), Set.of(), true).allow(SHOP, READ, TOPIC, "orders"))
                .isTrue();
    }

    @Test
    void whoIsAllowedByDefaultIsNotWhereAnAclNamesOthers() {
        var others = new AclRules(List.of(acl(LITERAL, "orders", "User:other", READ, ALLOW)), Set.of(), true);

        assertThat(others.allow(SHOP, READ, TOPIC, "orders")).isFalse();
        assertThat(others.allow(SHOP, READ, TOPIC, "payments")).isTrue();
    }

    @Test
    void namesPrefixesAndTheWildcardMatch() {
        assertThat(rules(acl(LITERAL, "orders", SHOP, READ, ALLOW)).allow(SHOP, READ, TOPIC, "orders"))
                .isTrue();
        assertThat(rules(acl(LITERAL, "ord", SHOP, READ, ALLOW)).allow(SHOP, READ, TOPIC, "orders"))
                .isFalse();
        assertThat(rules(acl(PREFIXED, "ord", SHOP, READ, ALLOW)).allow(SHOP, READ, TOPIC, "orders"))
                .isTrue();
        assertThat(rules(acl(LITERAL, "*", "User:*", READ, ALLOW)).allow(SHOP, READ, TOPIC, "orders"))
                .isTrue();
        assertThat(rules(acl(LITERAL, "*", SHOP, READ, ALLOW)).allow(SHOP, READ, GROUP, "orders"))
                .isFalse();
    }

    @Test
    void aDenialCountsMoreThanAnyPermission() {
        AclRules rules = rules(acl(LITERAL, "orders", SHOP, ALL, ALLOW), acl(PREFIXED, "o", "User:*", WRITE, DENY));

        assertThat(rules.allow(SHOP, WRITE, TOPIC, "orders")).isFalse();
        assertThat(rules.deny(SHOP, WRITE, TOPIC, "orders")).isTrue();
        assertThat(rules.allow(SHOP, READ, TOPIC, "orders")).isTrue();
    }

    @Test
    void whoMayReadOrWriteMayDescribe() {
        assertThat(rules(acl(LITERAL, "orders", SHOP, READ, ALLOW)).allow(SHOP, DESCRIBE, TOPIC, "orders"))
                .isTrue();
        assertThat(rules(acl(LITERAL, "orders", SHOP, DESCRIBE, ALLOW)).allow(SHOP, READ, TOPIC, "orders"))
                .isFalse();
    }

    @Test
    void permissionsForOneHostDoNotCount() {
        var entry = new AccessControlEntry(SHOP, "192.0.2.1", READ, ALLOW);
        AclRules rules = rules(new AclBinding(new ResourcePattern(TOPIC, "orders", LITERAL), entry));

        assertThat(rules.allow(SHOP, READ, TOPIC, "orders")).isFalse();
    }
}
