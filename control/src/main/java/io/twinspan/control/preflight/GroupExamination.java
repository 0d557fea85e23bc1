package io.twinspan.control.preflight;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The look at a link's consumer groups: may we read their positions on the source, and commit them on the target?
 *
 * <p>Confined to the calling thread; used once.
 */
final class GroupExamination {
    private static final int SHOWN = 5;

    private final LinkPlan plan;
    private final ClusterProbe source;
    private final ClusterProbe target;
    private final List<Finding> findings;

    GroupExamination(LinkPlan plan, ClusterProbe source, ClusterProbe target, List<Finding> findings) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.findings = findings;
    }

    void examine() throws ExecutionException, TimeoutException {
        if (!plan.groups().areTranslated()) {
            return;
        }
        // A group that the principal may not describe is not in the list: ask for those that the file names.
        Set<String> groups = new TreeSet<>(plan.groups().named());
        var listed = source.await(
                source.admin().listGroups(ListGroupsOptions.forConsumerGroups()).valid());
        listed.stream()
                .map(GroupListing::groupId)
                .filter(plan.groups()::accepts)
                .forEach(groups::add);
        if (groups.isEmpty()) {
            findings.add(Finding.note(
                    link(),
                    "no consumer group of " + plan.name().source() + " is to be translated yet: there is none that "
                            + source.access().principal() + " may DESCRIBE and that the groups options accept"));
            return;
        }
        lacking(source, groups, AclOperation.DESCRIBE);
        if (plan.groups().areCommitted()) {
            lacking(target, groups, AclOperation.READ);
        }
    }

    private void lacking(ClusterProbe cluster, Collection<String> groups, AclOperation operation)
            throws TimeoutException, ExecutionException {
        List<String> refused = cluster.groupsWithout(operation, groups);
        if (!refused.isEmpty()) {
            String more = refused.size() > SHOWN ? " and " + (refused.size() - SHOWN) + " more" : "";
            findings.add(Finding.warning(
                    link(),
                    cluster.access().principal() + " lacks " + operation + " on groups "
                            + String.join(", ", refused.subList(0, Math.min(SHOWN, refused.size()))) + more + " of "
                            + cluster.access().alias() + ", so they are not "
                            + (operation == AclOperation.READ ? "committed there" : "translated"),
                    "grant it: " + AclLine.group(cluster.access(), Set.of(operation), refused.get(0))
                            + ", or exclude them with " + link() + ".groups.exclude"));
        }
    }

    private String link() {
        return plan.name().toString();
    }
}
