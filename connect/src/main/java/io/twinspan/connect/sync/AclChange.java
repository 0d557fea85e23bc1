package io.twinspan.connect.sync;

import java.util.Locale;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;

/** One ACL to add to the target or to remove from it. Immutable. */
public sealed interface AclChange {

    /** The ACL as it is on the target. */
    AclBinding binding();

    /** What happens to the ACL, for people. */
    String sentence();

    private static String text(AclBinding binding) {
        var pattern = binding.pattern();
        var entry = binding.entry();
        String host = entry.host().equals("*") ? "" : " from host " + entry.host();
        return entry.permissionType() + " " + entry.principal() + " " + entry.operation() + " on "
                + pattern.resourceType().name().toLowerCase(Locale.ROOT)
                + (pattern.patternType() == PatternType.PREFIXED ? "s with prefix " : " ") + pattern.name() + host;
    }

    /**
     * Add an ACL that the source has.
     *
     * @param drift whether the link had added it, so that somebody removed it from the target
     */
    record Add(AclBinding binding, boolean drift) implements AclChange {
        @Override
        public String sentence() {
            return "add ACL: " + AclChange.text(binding) + (drift ? " (it was removed on the target)" : "");
        }
    }

    /** Remove an ACL that the link had added and the source has no more. */
    record Remove(AclBinding binding) implements AclChange {
        @Override
        public String sentence() {
            return "remove ACL: " + AclChange.text(binding) + " (the source has it no more)";
        }
    }
}
