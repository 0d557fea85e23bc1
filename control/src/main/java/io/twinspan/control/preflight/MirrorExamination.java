package io.twinspan.control.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/**
 * The look at what MirrorMaker 2 left on both clusters, and at what is kept up to date for it and for lag tools.
 *
 * <p>Confined to the calling thread; used once.
 */
final class MirrorExamination {
    private final LinkPlan plan;
    private final ClusterProbe source;
    private final List<Finding> findings;

    MirrorExamination(LinkPlan plan, ClusterProbe source, List<Finding> findings) {
        this.plan = plan;
        this.source = source;
        this.findings = findings;
    }

    void examine(Set<String> onSource, Set<String> onTarget) throws ExecutionException, TimeoutException {
        left(onSource, onTarget);
        progressGroup();
    }

    private void left(Set<String> onSource, Set<String> onTarget) {
        MirrorTopics topics = plan.mirror();
        Set<String> besideSyncs = topics.syncsOnSource() ? onSource : onTarget;
        List<String> found = new ArrayList<>();
        if (besideSyncs.contains(topics.offsetSyncs())) {
            found.add("its offset syncs in " + topics.offsetSyncs());
        }
        if (onTarget.contains(topics.checkpoints())) {
            found.add("its checkpoints in " + topics.checkpoints());
        }
        if (!topics.offsets().isEmpty() && onTarget.contains(topics.offsets())) {
            found.add(0, "its positions in " + topics.offsets());
            findings.add(Finding.note(
                    link(),
                    "found of MirrorMaker 2: " + String.join(", ", found)
                            + "; where its positions are ahead of the link's own, the link goes on there, and what the target"
                            + " holds already is not copied again"));
        } else if (!found.isEmpty()) {
            findings.add(Finding.note(
                    link(),
                    "found of MirrorMaker 2: " + String.join(", ", found)
                            + "; but its positions were not found, so the link goes on at its own positions or begins at the"
                            + " start"));
        }
    }

    /** Not being shown as a group stops nothing, so it is only a warning. */
    private void progressGroup() throws ExecutionException, TimeoutException {
        String group = plan.mirror().progressGroup();
        if (group.isEmpty() || GroupsTopic.isMissing(source)) {
            return;
        }
        try {
            var answer = source.admin()
                    .describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group);
            Set<AclOperation> allowed =
                    answer == null ? null : source.await(answer).authorizedOperations();
            if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
                findings.add(refused(group));
            }
        } catch (ExecutionException e) {
            // A group that does not exist yet is an error in newer brokers; that is what we hope for.
            if (e.getCause() instanceof GroupAuthorizationException) {
                findings.add(refused(group));
            }
        }
    }

    private Finding refused(String group) {
        return Finding.warning(
                link(),
                "the link's progress cannot be shown as consumer group " + group + " of "
                        + plan.name().source() + ": " + source.access().principal() + " lacks READ on group " + group,
                AclLine.group(source.access(), Set.of(AclOperation.READ, AclOperation.DESCRIBE), group)
                        + ", or set link.progress.group to nothing");
    }

    private String link() {
        return plan.name().toString();
    }
}
