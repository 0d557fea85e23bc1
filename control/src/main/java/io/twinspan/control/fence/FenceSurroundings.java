package io.twinspan.control.fence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What decides whom a denial binds: the ACLs of a cluster, and what its brokers are configured to. Immutable.
 *
 * @param acls all of them; empty if the cluster has no authorizer
 * @param superUsers whom no ACL binds, as far as brokers tell
 * @param allowsEveryone whether who finds no ACL may do everything
 */
public record FenceSurroundings(Optional<Set<AclBinding>> acls, Set<String> superUsers, boolean allowsEveryone) {
    /** The principal of rules that bind everybody. */
    public static final String EVERYBODY = "User:*";

    private static final Pattern BETWEEN_USERS = Pattern.compile(";");

    public FenceSurroundings {
        superUsers = Set.copyOf(superUsers);
    }

    /** @param brokerConfigs what one broker is configured to; nothing if it does not tell */
    public static FenceSurroundings of(Optional<Set<AclBinding>> acls, Map<String, String> brokerConfigs) {
        var users = new HashSet<String>();
        for (String user : BETWEEN_USERS.split(brokerConfigs.getOrDefault("super.users", ""))) {
            if (!user.isBlank()) {
                users.add(user.trim());
            }
        }
        return new FenceSurroundings(
                acls,
                users,
                Boolean.parseBoolean(brokerConfigs.getOrDefault("allow.everyone.if.no.acl.found", "false")));
    }

    /** Whether there is an authorizer that an ACL could tell. */
    public boolean hasAuthorizer() {
        return acls.isPresent();
    }

    /** Whether no ACL binds this principal. */
    public boolean isSuperUser(String principal) {
        return superUsers.contains(principal);
    }

    /** Who is permitted by name to write to one of these topics; {@code User:*} among them where everybody is. */
    public Set<String> writers(Collection<String> topics) {
        return permitted(topics, AclOperation.WRITE);
    }

    /** Who is permitted by name to read one of these topics; {@code User:*} among them where everybody is. */
    public Set<String> readers(Collection<String> topics) {
        return permitted(topics, AclOperation.READ);
    }

    private Set<String> permitted(Collection<String> topics, AclOperation operation) {
        var principals = new TreeSet<String>();
        for (AclBinding binding : acls.orElse(Set.of())) {
            if (permits(binding, operation) && topics.stream().anyMatch(topic -> concerns(binding.pattern(), topic))) {
                principals.add(binding.entry().principal());
            }
        }
        if (allowsEveryone) {
            principals.add(EVERYBODY);
        }
        return principals;
    }

    /** The permissions to write to a topic, each as it stands. */
    public List<AclBinding> permissionsToWrite(String topic) {
        var permissions = new ArrayList<AclBinding>();
        for (AclBinding binding : acls.orElse(Set.of())) {
            if (permits(binding, AclOperation.WRITE) && concerns(binding.pattern(), topic)) {
                permissions.add(binding);
            }
        }
        return permissions;
    }

    /**
     * Those topics that everybody may use, since no ACL is on them. A denial would be the first: from then on nobody may do anything there,
     * not even read, but super users.
     */
    public List<String> openToAll(Collection<String> topics) {
        Set<AclBinding> all = acls.orElse(Set.of());
        return topics.stream()
                .filter(topic ->
                        allowsEveryone && all.stream().noneMatch(binding -> concerns(binding.pattern(), topic)))
                .toList();
    }

    private static boolean permits(AclBinding binding, AclOperation operation) {
        return binding.entry().permissionType() == AclPermissionType.ALLOW
                && (binding.entry().operation() == operation || binding.entry().operation() == AclOperation.ALL);
    }

    private static boolean concerns(ResourcePattern pattern, String topic) {
        return concerns(pattern, ResourceType.TOPIC, topic);
    }

    /** Whether a rule for these resources binds whoever uses one of them. */
    public static boolean concerns(ResourcePattern pattern, ResourceType type, String name) {
        if (pattern.resourceType() != type) {
            return false;
        }
        return pattern.patternType() == PatternType.PREFIXED
                ? name.startsWith(pattern.name())
                : pattern.name().equals(name) || pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE);
    }
}
