package io.twinspan.control.preflight;

import io.twinspan.control.preflight.LinkReport.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The look at one link: its topics on both sides, what may be done with them, and the limits they meet on the target.
 *
 * <p>Confined to the calling thread; used once.
 */
final class LinkExamination {
    private final LinkPlan plan;
    private final ClusterProbe source;
    private final ClusterProbe target;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> excluded = new TreeMap<>();
    private final List<Topic> topics = new ArrayList<>();

    private final boolean fitsReplication;

    LinkExamination(LinkPlan plan, ClusterProbe source, ClusterProbe target, boolean fitsReplication) {
        this.fitsReplication = fitsReplication;
        this.plan = plan;
        this.source = source;
        this.target = target;
    }

    LinkReport report() {
        try {
            findings.addAll(HeartbeatExamination.factors(plan, target, fitsReplication));
            Set<String> sourceNames = source.await(source.admin().listTopics().names());
            Map<String, TopicDescription> sourceTopics = sourceTopics(sourceNames);
            Set<String> targetNames = target.await(target.admin()
                    .listTopics(new ListTopicsOptions().listInternal(true))
                    .names());
            sourceTopics.values().stream()
                    .sorted(Comparator.comparing(TopicDescription::name))
                    .map(topic -> topic(topic, targetNames))
                    .forEach(topics::add);
            if (topics.isEmpty()
                    && findings.stream().noneMatch(finding -> finding.kind().stops())) {
                findings.add(Finding.warning(
                        link(),
                        "no topic of " + plan.name().source() + " matches",
                        "see " + link() + ".topics and " + link() + ".topics.exclude, and whether "
                                + source.access().principal() + " may DESCRIBE the topics"));
            }
            sourcePermissions(sourceTopics);
            acls();
            new MirrorExamination(plan, source, target, findings).examine(sourceNames, targetNames);
            new TargetExamination(plan, target, findings).examine(topics, targetNames);
            new LimitExamination(plan, source, target, findings).examine(topics);
            new GroupExamination(plan, source, target, findings).examine(topics);
        } catch (ExecutionException e) {
            findings.add(explain(e.getCause()));
        } catch (TimeoutException e) {
            findings.add(Finding.unreachable(link(), "no answer in time: " + e.getMessage(), "try again"));
        }
        return new LinkReport(plan.name(), true, false, true, topics, excluded, findings);
    }

    private Map<String, TopicDescription> sourceTopics(Set<String> names) throws ExecutionException, TimeoutException {
        Set<String> wanted = new TreeSet<>();
        for (String topic : names) {
            Optional<String> reason = plan.rules().reasonAgainst(topic);
            if (reason.isPresent()) {
                excluded.merge(reason.get(), 1, Integer::sum);
            } else {
                wanted.add(topic);
            }
        }
        // A topic that the principal may not describe is not in the list: ask for those that the file names.
        wanted.addAll(plan.namedTopics());
        Map<String, TopicDescription> described = new HashMap<>();
        var answers = source.admin()
                .describeTopics(wanted, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> hidden = new ArrayList<>();
        for (var answer : answers.entrySet()) {
            try {
                described.put(answer.getKey(), source.await(answer.getValue()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicAuthorizationException) {
                    hidden.add(answer.getKey());
                } else if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    findings.add(Finding.note(
                            link(),
                            "topic " + answer.getKey() + " does not exist in "
                                    + plan.name().source() + " yet; it will be copied when it does"));
                } else {
                    throw e;
                }
            }
        }
        if (!hidden.isEmpty()) {
            hidden.sort(null);
            findings.add(missing(source, Set.of(AclOperation.DESCRIBE, AclOperation.READ), hidden));
        }
        return described;
    }

    private Topic topic(TopicDescription topic, Set<String> targetNames) {
        String name = plan.rules().targetTopic(topic.name());
        return new Topic(topic.name(), name, topic.partitions().size(), targetNames.contains(name));
    }

    private void sourcePermissions(Map<String, TopicDescription> described) {
        List<String> unreadable = new ArrayList<>();
        List<String> withoutConfigs = new ArrayList<>();
        for (TopicDescription topic : described.values()) {
            Set<AclOperation> allowed = topic.authorizedOperations();
            if (allowed == null) {
                continue;
            }
            if (!allowed.contains(AclOperation.READ)) {
                unreadable.add(topic.name());
            } else if (plan.duties().configs() && !allowed.contains(AclOperation.DESCRIBE_CONFIGS)) {
                withoutConfigs.add(topic.name());
            }
        }
        unreadable.sort(null);
        withoutConfigs.sort(null);
        if (!unreadable.isEmpty()) {
            findings.add(missing(source, Set.of(AclOperation.READ), unreadable));
        }
        if (!withoutConfigs.isEmpty()) {
            Finding refused = missing(source, Set.of(AclOperation.DESCRIBE_CONFIGS), withoutConfigs);
            findings.add(Finding.warning(
                    link(),
                    refused.what() + ", so their settings cannot be copied",
                    refused.cure() + ", or set sync.topic.configs.enabled = false"));
        }
    }

    /** ACLs are a cluster's, so reading and writing them are permissions on it. */
    private void acls() {
        if (plan.duties().acls()) {
            clusterPermission(source, EnumSet.of(AclOperation.DESCRIBE));
            clusterPermission(target, EnumSet.of(AclOperation.DESCRIBE, AclOperation.ALTER));
        }
    }

    private void clusterPermission(ClusterProbe cluster, Set<AclOperation> needed) {
        Set<AclOperation> missing = cluster.clusterOperationsMissing(needed);
        if (!missing.isEmpty()) {
            findings.add(Finding.warning(
                    link(),
                    cluster.access().principal() + " lacks "
                            + missing.stream().map(Enum::name).collect(Collectors.joining(", ")) + " on the cluster "
                            + cluster.access().alias() + ", so ACLs cannot be copied",
                    "grant it: " + AclLine.cluster(cluster.access(), missing)
                            + ", or set sync.topic.acls.enabled = false"));
        }
    }

    private Finding missing(ClusterProbe cluster, Set<AclOperation> operations, List<String> names) {
        return TargetExamination.missing(link(), cluster, operations, names);
    }

    private Finding explain(@Nullable Throwable error) {
        String message = error == null ? "" : String.valueOf(error.getMessage());
        return error instanceof AuthorizationException
                ? Finding.refused(link(), "a permission is missing: " + message, "grant it with kafka-acls.sh")
                : Finding.unreachable(link(), "the check was broken off: " + message, "try again");
    }

    private String link() {
        return plan.name().toString();
    }
}
