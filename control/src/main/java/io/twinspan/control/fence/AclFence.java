package io.twinspan.control.fence;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The denials that keep producers out. Immutable.
 *
 * <p>A denial counts more than any permission, and cannot be made with exceptions. So it is made for everybody, unless somebody who is no
 * super user has to go on writing to the same topics (the link back): then it is made for each principal that may write, by name.
 *
 * @param principals whom it binds
 * @param superUsers whom no denial binds, as far as brokers tell
 * @param obstacle why it would not do what it is for; empty if it would
 */
public record AclFence(Set<String> principals, Set<String> superUsers, String obstacle) {
    public AclFence {
        principals = Set.copyOf(principals);
        superUsers = Set.copyOf(superUsers);
    }

    /**
     * Decides whom to deny.
     *
     * @param named whom the operator names; nobody if that is left to us
     * @param exempt who has to go on writing; nobody for none
     */
    public static AclFence of(
            FenceSurroundings surroundings,
            Collection<String> topics,
            Collection<String> named,
            Collection<String> exempt) {
        if (!surroundings.hasAuthorizer()) {
            return new AclFence(
                    Set.of(), Set.of(), "the cluster has no authorizer, so no ACL keeps anybody from writing");
        }
        if (!named.isEmpty()) {
            return new AclFence(Set.copyOf(named), surroundings.superUsers(), "");
        }
        List<String> bound = exempt.stream()
                .filter(principal -> !surroundings.isSuperUser(principal))
                .toList();
        if (bound.isEmpty()) {
            return new AclFence(Set.of(FenceSurroundings.EVERYBODY), surroundings.superUsers(), "");
        }
        Set<String> writers = new TreeSet<>(surroundings.writers(topics));
        bound.forEach(writers::remove);
        if (writers.contains(FenceSurroundings.EVERYBODY)) {
            return new AclFence(
                    Set.of(),
                    Set.of(),
                    "everybody may write there, so only a denial for everybody keeps producers out, and that would bind "
                            + String.join(", ", bound) + ", too, who has to go on writing");
        }
        if (writers.isEmpty()) {
            return new AclFence(
                    Set.of(),
                    Set.of(),
                    "no ACL permits anybody by name to write there, so it cannot be told whom to deny it; a denial for everybody"
                            + " would bind " + String.join(", ", bound) + ", too, who has to go on writing");
        }
        return new AclFence(writers, surroundings.superUsers(), "");
    }

    /** Whether it binds this principal. */
    public boolean binds(String principal) {
        return !superUsers.contains(principal)
                && (principals.contains(FenceSurroundings.EVERYBODY) || principals.contains(principal));
    }

    /** The denials for these topics. */
    public Set<AclBinding> denials(Collection<String> topics) {
        var denials = new LinkedHashSet<AclBinding>();
        for (String topic : new TreeSet<>(topics)) {
            for (String principal : new TreeSet<>(principals)) {
                denials.add(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                        new AccessControlEntry(principal, "*", AclOperation.WRITE, AclPermissionType.DENY)));
            }
        }
        return denials;
    }
}
