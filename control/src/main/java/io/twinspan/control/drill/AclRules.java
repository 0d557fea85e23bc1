package io.twinspan.control.drill;

import io.twinspan.control.fence.FenceSurroundings;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a cluster's ACLs let a principal do, as its authorizer sees it; those for single hosts are left out, since nobody knows from where
 * a client comes. Immutable.
 *
 * @param superUsers whom no ACL binds
 * @param allowsEveryone whether who finds no ACL may do everything
 */
record AclRules(Collection<AclBinding> acls, Set<String> superUsers, boolean allowsEveryone) {
    /** What each of these implies. */
    private static final Set<AclOperation> IMPLY_DESCRIBE =
            EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

    AclRules {
        acls = Set.copyOf(acls);
        superUsers = Set.copyOf(superUsers);
    }

    /** Whether they let it. */
    boolean allow(String principal, AclOperation operation, ResourceType type, String name) {
        if (superUsers.contains(principal)) {
            return true;
        }
        if (deny(principal, operation, type, name)) {
            return false;
        }
        boolean isAllowed = acls.stream()
                .filter(acl -> acl.entry().permissionType() == AclPermissionType.ALLOW)
                .filter(acl -> concerns(acl, principal) && FenceSurroundings.concerns(acl.pattern(), type, name))
                .anyMatch(acl -> implies(acl.entry().operation(), operation));
        return isAllowed
                || (allowsEveryone
                        && acls.stream().noneMatch(acl -> FenceSurroundings.concerns(acl.pattern(), type, name)));
    }

    /** Whether one of them forbids it, whatever the others say. */
    boolean deny(String principal, AclOperation operation, ResourceType type, String name) {
        return acls.stream()
                .filter(acl -> acl.entry().permissionType() == AclPermissionType.DENY)
                .filter(acl -> concerns(acl, principal) && FenceSurroundings.concerns(acl.pattern(), type, name))
                .map(acl -> acl.entry().operation())
                .anyMatch(denied -> denied == operation || denied == AclOperation.ALL);
    }

    private static boolean implies(AclOperation given, AclOperation wanted) {
        return given == wanted
                || given == AclOperation.ALL
                || (wanted == AclOperation.DESCRIBE && IMPLY_DESCRIBE.contains(given));
    }

    private static boolean concerns(AclBinding acl, String principal) {
        return acl.entry().host().equals("*")
                && (acl.entry().principal().equals(principal)
                        || acl.entry().principal().equals(FenceSurroundings.EVERYBODY));
    }
}
