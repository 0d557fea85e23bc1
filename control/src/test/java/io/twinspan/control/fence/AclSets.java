package io.twinspan.control.fence;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** ACLs for tests, some of them made up from a seed. Immutable: keeps nothing. */
final class AclSets {
    static final List<String> TOPICS = List.of("orders", "orders-eu", "payments");
    static final List<String> PRINCIPALS = List.of("User:app", "User:link", "User:root", "User:reader");

    private static final List<String> NAMES =
            List.of("orders", "orders-eu", "payments", "ord", "orders-", "other", "*");
    private static final List<AclOperation> OPERATIONS =
            List.of(AclOperation.WRITE, AclOperation.WRITE, AclOperation.ALL, AclOperation.READ, AclOperation.DESCRIBE);

    private AclSets() {}

    static AclBinding topic(String name, PatternType type, String principal, AclOperation operation) {
        return binding(ResourceType.TOPIC, name, type, principal, "*", operation, AclPermissionType.ALLOW);
    }

    static AclBinding binding(
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

    /** Some ACLs, also of other resources, with denials and with permissions from one host only. */
    static Set<AclBinding> random(Random random) {
        var acls = new LinkedHashSet<AclBinding>();
        for (int count = random.nextInt(7); count > 0; count--) {
            acls.add(binding(
                    random.nextInt(8) == 0 ? ResourceType.GROUP : ResourceType.TOPIC,
                    pick(NAMES, random),
                    random.nextInt(3) == 0 ? PatternType.PREFIXED : PatternType.LITERAL,
                    random.nextInt(6) == 0 ? FenceSurroundings.EVERYBODY : pick(PRINCIPALS, random),
                    random.nextInt(4) == 0 ? Authorizer.HOST : "*",
                    pick(OPERATIONS, random),
                    random.nextInt(5) == 0 ? AclPermissionType.DENY : AclPermissionType.ALLOW));
        }
        return acls;
    }

    static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
