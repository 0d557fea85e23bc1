package io.twinspan.control.fence;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Decides as Kafka's StandardAuthorizer says that it does: super users may do all; a denial counts more than any permission; who finds no
 * ACL on the topic at all, for whomever, may do what {@code allow.everyone.if.no.acl.found} says. Immutable.
 */
record Authorizer(Collection<AclBinding> acls, Set<String> superUsers, boolean allowsEveryone) {
    /** From where everybody asks. */
    static final String HOST = "10.0.0.7";

    boolean mayWrite(String principal, String topic) {
        return may(principal, AclOperation.WRITE, topic);
    }

    boolean may(String principal, AclOperation operation, String topic) {
        if (superUsers.contains(principal)) {
            return true;
        }
        List<AclBinding> onTopic = acls.stream().filter(acl -> isOn(acl, topic)).toList();
        if (onTopic.isEmpty()) {
            return allowsEveryone;
        }
        List<AclPermissionType> said = onTopic.stream()
                .filter(acl -> concerns(acl, principal, operation))
                .map(acl -> acl.entry().permissionType())
                .toList();
        return said.contains(AclPermissionType.ALLOW) && !said.contains(AclPermissionType.DENY);
    }

    private static boolean isOn(AclBinding acl, String topic) {
        String name = acl.pattern().name();
        return acl.pattern().resourceType() == ResourceType.TOPIC
                && (acl.pattern().patternType() == PatternType.PREFIXED
                        ? topic.startsWith(name)
                        : name.equals(topic) || name.equals("*"));
    }

    private static boolean concerns(AclBinding acl, String principal, AclOperation wanted) {
        String who = acl.entry().principal();
        String host = acl.entry().host();
        AclOperation operation = acl.entry().operation();
        return (who.equals(principal) || who.equals("User:*"))
                && (host.equals(HOST) || host.equals("*"))
                && (operation == wanted || operation == AclOperation.ALL);
    }
}
