package io.twinspan.control.fence;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** An ACL in the words of Kafka's enums, as journals and reports keep it. Immutable. */
public record Acl(
        String resource,
        String pattern,
        String name,
        String principal,
        String host,
        String operation,
        String permission) {

    public static Acl of(AclBinding binding) {
        return new Acl(
                binding.pattern().resourceType().name(),
                binding.pattern().patternType().name(),
                binding.pattern().name(),
                binding.entry().principal(),
                binding.entry().host(),
                binding.entry().operation().name(),
                binding.entry().permissionType().name());
    }

    /** The same for several, in an order of their own. */
    public static List<Acl> of(Collection<AclBinding> bindings) {
        return bindings.stream()
                .map(Acl::of)
                .sorted(java.util.Comparator.comparing(Acl::toString))
                .toList();
    }

    public AclBinding binding() {
        return new AclBinding(
                new ResourcePattern(ResourceType.valueOf(resource), name, PatternType.valueOf(pattern)),
                new AccessControlEntry(
                        principal, host, AclOperation.valueOf(operation), AclPermissionType.valueOf(permission)));
    }

    /** For people: {@code DENY WRITE on topic orders to User:*}. */
    @Override
    public String toString() {
        return permission + " " + operation + " on " + (pattern.equals("PREFIXED") ? "prefix " : "")
                + resource.toLowerCase(Locale.ROOT) + " " + name + " to " + principal
                + (host.equals("*") ? "" : " from " + host);
    }
}
