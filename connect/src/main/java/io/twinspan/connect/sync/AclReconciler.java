package io.twinspan.connect.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;

/**
 * Compares the target's ACLs with those that follow from the source's. Thread-safe: pure functions.
 *
 * <p>Only what the link added is ever removed; MirrorMaker 2 removes nothing, so that a right which was withdrawn at the source
 * stays on the target.
 */
public final class AclReconciler {
    /** Denials first: nobody gets a right before its limits. Then in an order that people can read. */
    private static final Comparator<AclBinding> ORDER = Comparator.<AclBinding, AclPermissionType>comparing(
                    binding -> binding.entry().permissionType())
            .thenComparing(binding -> binding.pattern().resourceType())
            .thenComparing(binding -> binding.pattern().name())
            .thenComparing(AclBinding::toString);

    private AclReconciler() {}

    /**
     * What to change: additions, denials before grants, then removals.
     *
     * @param observed what the target has
     * @param desired what follows from the source
     * @param remembered what the link added before
     */
    public static List<AclChange> plan(
            Collection<AclBinding> observed, Collection<AclBinding> desired, Collection<AclBinding> remembered) {
        Set<AclBinding> there = new HashSet<>(observed);
        Set<AclBinding> wanted = new HashSet<>(desired);
        Set<AclBinding> ours = new HashSet<>(remembered);
        var changes = new ArrayList<AclChange>();
        wanted.stream()
                .filter(binding -> !there.contains(binding))
                .sorted(ORDER)
                .forEach(binding -> changes.add(new AclChange.Add(binding, ours.contains(binding))));
        ours.stream()
                .filter(binding -> there.contains(binding) && !wanted.contains(binding))
                .sorted(ORDER)
                .forEach(binding -> changes.add(new AclChange.Remove(binding)));
        return changes;
    }

    /** The changes that give nobody a right. */
    static List<AclChange> withoutGrants(Collection<AclChange> changes) {
        return changes.stream()
                .filter(change -> !(change instanceof AclChange.Add
                        && change.binding().entry().permissionType() == AclPermissionType.ALLOW))
                .toList();
    }

    /** What the link remembers although neither the source nor the target has it any more. */
    public static List<AclBinding> forgotten(
            Collection<AclBinding> observed, Collection<AclBinding> desired, Collection<AclBinding> remembered) {
        Set<AclBinding> there = new HashSet<>(observed);
        Set<AclBinding> wanted = new HashSet<>(desired);
        return remembered.stream()
                .filter(binding -> !there.contains(binding) && !wanted.contains(binding))
                .sorted(ORDER)
                .toList();
    }
}
