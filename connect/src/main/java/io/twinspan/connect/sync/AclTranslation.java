package io.twinspan.connect.sync;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a source's ACLs are on the target. Immutable, as far as its predicates are.
 *
 * <p>As in MirrorMaker 2, a right to write is held back, since only the link writes to copies; a right to everything becomes the
 * right to read; all else, every denial included, keeps its principal, host and operation. Prefixes and the wildcard
 * {@code *}, which MirrorMaker 2 leaves out or makes useless, are translated to exactly the copies: to one prefix where the policy
 * marks copies by a prefix, else to one ACL for each copied topic. So nobody gets a right to a topic that is not a copy.
 *
 * @param topics how topics are selected and named
 * @param copied the source topics that are selected and exist
 * @param groups which groups' ACLs are taken over; none if groups' ACLs are not
 */
public record AclTranslation(Naming topics, Collection<String> copied, Predicate<String> groups) {
    private static final String ANY_NAME = ResourcePattern.WILDCARD_RESOURCE;
    /** Stands for the rest of a name when asking what a policy does to prefixes. */
    private static final String REST = "x";

    public AclTranslation {
        copied = List.copyOf(copied);
    }

    /** How a link selects and names topics. Implementations are as thread-safe as the plug-ins that they ask. */
    public interface Naming {
        /** Whether the link copies a source topic of this name. */
        boolean selects(String topic);

        /** The name on the target. */
        String targetOf(String topic);

        /** Whether a target topic of this name can only be a copy made by this link. */
        boolean marksCopy(String targetTopic);
    }

    /** The ACLs that the target should have, without repetition. */
    public Set<AclBinding> translate(Collection<AclBinding> source) {
        var translated = new LinkedHashSet<AclBinding>();
        for (AclBinding binding : source) {
            switch (binding.pattern().resourceType()) {
                case TOPIC ->
                    entry(binding.entry())
                            .ifPresent(entry -> patterns(binding.pattern())
                                    .forEach(pattern -> translated.add(new AclBinding(pattern, entry))));
                case GROUP -> {
                    if (groups.test(binding.pattern().name())) {
                        translated.add(binding);
                    }
                }
                default -> {
                    // Clusters, transactions and tokens belong to one cluster.
                }
            }
        }
        return translated;
    }

    /** The rights to write that are held back, as they stand at the source: whoever moves to the target will want them there. */
    public Set<AclBinding> heldBack(Collection<AclBinding> source) {
        var heldBack = new LinkedHashSet<AclBinding>();
        for (AclBinding binding : source) {
            boolean isRightToWrite = binding.entry().permissionType() == AclPermissionType.ALLOW
                    && (binding.entry().operation() == AclOperation.WRITE
                            || binding.entry().operation() == AclOperation.ALL);
            if (isRightToWrite
                    && binding.pattern().resourceType() == ResourceType.TOPIC
                    && !patterns(binding.pattern()).isEmpty()) {
                heldBack.add(binding);
            }
        }
        return heldBack;
    }

    private static Optional<AccessControlEntry> entry(AccessControlEntry entry) {
        if (entry.permissionType() != AclPermissionType.ALLOW) {
            return Optional.of(entry);
        }
        return switch (entry.operation()) {
            case WRITE -> Optional.empty();
            case ALL ->
                Optional.of(new AccessControlEntry(
                        entry.principal(), entry.host(), AclOperation.READ, AclPermissionType.ALLOW));
            default -> Optional.of(entry);
        };
    }

    private List<ResourcePattern> patterns(ResourcePattern pattern) {
        if (pattern.patternType() == PatternType.PREFIXED) {
            return prefixed(pattern.name());
        }
        if (pattern.name().equals(ANY_NAME)) {
            return prefixed("");
        }
        return topics.selects(pattern.name()) ? List.of(literal(pattern.name())) : List.of();
    }

    private List<ResourcePattern> prefixed(String prefix) {
        List<String> concerned =
                copied.stream().filter(topic -> topic.startsWith(prefix)).toList();
        Optional<String> target = targetPrefix(prefix);
        if (target.isPresent()
                && concerned.stream().allMatch(topic -> topics.targetOf(topic).startsWith(target.get()))) {
            return concerned.isEmpty()
                    ? List.of()
                    : List.of(new ResourcePattern(ResourceType.TOPIC, target.get(), PatternType.PREFIXED));
        }
        return concerned.stream().map(this::literal).toList();
    }

    /** The prefix under which the target has all topics of a source prefix, and nothing but copies; empty if there is none. */
    private Optional<String> targetPrefix(String prefix) {
        String probe = prefix + REST;
        String target = topics.targetOf(probe);
        if (target.equals(probe) || !target.endsWith(probe) || !topics.marksCopy(target)) {
            return Optional.empty();
        }
        return Optional.of(target.substring(0, target.length() - REST.length()));
    }

    private ResourcePattern literal(String topic) {
        return new ResourcePattern(ResourceType.TOPIC, topics.targetOf(topic), PatternType.LITERAL);
    }
}
