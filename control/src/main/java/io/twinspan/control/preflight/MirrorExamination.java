package io.twinspan.control.preflight;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The look at what MirrorMaker 2 left on both clusters, and at what is kept up to date for it and for lag tools.
 *
 * <p>Confined to the calling thread; used once.
 */
final class MirrorExamination {
    private final LinkPlan plan;
    private final ClusterProbe source;
    private final ClusterProbe target;
    private final List<Finding> findings;

    MirrorExamination(LinkPlan plan, ClusterProbe source, ClusterProbe target, List<Finding> findings) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.findings = findings;
    }

    void examine(Set<String> onSource, Set<String> onTarget) throws ExecutionException, TimeoutException {
        left(onSource, onTarget);
        if (plan.mirror().emitsSyncs()) {
            offsetSyncs(plan.mirror().syncsOnSource() ? onSource : onTarget);
        }
        progressGroup();
    }

    /** The link copies without them, so a missing permission is only a warning. */
    private void offsetSyncs(Set<String> there) throws ExecutionException, TimeoutException {
        String topic = plan.mirror().offsetSyncs();
        ClusterProbe cluster = plan.mirror().syncsOnSource() ? source : target;
        Set<AclOperation> missing =
                there.contains(topic) ? missingToWrite(cluster, topic) : missingToCreate(cluster, topic);
        if (!missing.isEmpty()) {
            Finding refused = TargetExamination.missing(link(), cluster, missing, List.of(topic));
            findings.add(Finding.warning(
                    link(),
                    refused.what() + ", so MirrorMaker 2's offset syncs cannot be written",
                    refused.cure() + ", or set " + link() + ".emit.offset-syncs.enabled = false"));
        }
    }

    private static Set<AclOperation> missingToWrite(ClusterProbe cluster, String topic)
            throws ExecutionException, TimeoutException {
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        Set<AclOperation> allowed = cluster.await(
                        cluster.admin().describeTopics(List.of(topic), options).allTopicNames())
                .values()
                .iterator()
                .next()
                .authorizedOperations();
        return allowed == null || allowed.contains(AclOperation.WRITE) ? Set.of() : Set.of(AclOperation.WRITE);
    }

    private static Set<AclOperation> missingToCreate(ClusterProbe cluster, String topic) throws TimeoutException {
        var wanted = new NewTopic(topic, Optional.of(1), Optional.empty());
        try {
            cluster.await(cluster.admin()
                    .createTopics(List.of(wanted), new CreateTopicsOptions().validateOnly(true))
                    .all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return EnumSet.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.DESCRIBE);
            }
            // Whatever else it is, the link itself says it when it creates the topic.
        }
        return Set.of();
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
        if (!source.groupsWithout(AclOperation.READ, List.of(group)).isEmpty()) {
            findings.add(refused(group));
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
