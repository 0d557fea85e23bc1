package io.twinspan.control.preflight;

import io.twinspan.control.preflight.LinkReport.Topic;
import io.twinspan.model.wire.InternalTopics;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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

    void examine(List<Topic> topics) throws ExecutionException, TimeoutException {
        if (!plan.groups().areTranslated()) {
            return;
        }
        if (topics.stream().anyMatch(topic -> topic.source().equals(topic.target()))) {
            wayBack();
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

    /** Where names are equal, records may come back: to translate, the link reads where that link has put them. */
    private void wayBack() throws ExecutionException, TimeoutException {
        String positions = InternalTopics.positions(plan.name().target().value());
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        boolean isReadable;
        try {
            Set<AclOperation> allowed = source.await(source.admin()
                            .describeTopics(List.of(positions), options)
                            .allTopicNames())
                    .values()
                    .iterator()
                    .next()
                    .authorizedOperations();
            isReadable = allowed == null || allowed.contains(AclOperation.READ);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)
                    && !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
            isReadable = e.getCause() instanceof UnknownTopicOrPartitionException;
        }
        if (!isReadable) {
            Set<AclOperation> needed = EnumSet.of(AclOperation.READ, AclOperation.DESCRIBE);
            Finding refused = TargetExamination.missing(link(), source, needed, List.of(positions));
            findings.add(Finding.warning(
                    link(),
                    refused.what()
                            + ", so groups in topics with the same name on both sides are translated only as long as"
                            + " nothing but this link writes to those of "
                            + plan.name().target(),
                    refused.cure() + "; with more clusters, on the prefix mm2-positions. of each of them"));
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
