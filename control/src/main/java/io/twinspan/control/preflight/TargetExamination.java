package io.twinspan.control.preflight;

import io.twinspan.control.preflight.LinkReport.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The look at the target: may we create, write and read what the link needs there? Missing topics are created in
 * validate-only mode, which asks the broker's authorizer and policies and leaves nothing behind.
 *
 * <p>Confined to the calling thread; used once.
 */
final class TargetExamination {
    private static final int SHOWN = 5;

    private final LinkPlan plan;
    private final ClusterProbe target;
    private final List<Finding> findings;

    TargetExamination(LinkPlan plan, ClusterProbe target, List<Finding> findings) {
        this.plan = plan;
        this.target = target;
        this.findings = findings;
    }

    void examine(List<Topic> topics, Set<String> visible) throws ExecutionException, TimeoutException {
        Map<String, Integer> absent = new TreeMap<>();
        Set<String> present = new HashSet<>();
        for (Topic topic : topics) {
            if (topic.exists()) {
                present.add(topic.target());
            } else {
                absent.put(topic.target(), topic.partitions());
            }
        }
        for (String internal : plan.internalTopics()) {
            if (visible.contains(internal)) {
                present.add(internal);
            } else {
                absent.put(internal, 1);
            }
        }
        creation(absent);
        operations(present);
        group();
    }

    /** READ, too: recovery reads the target's own tail. */
    private void operations(Set<String> present) throws ExecutionException, TimeoutException {
        Map<Set<AclOperation>, List<String>> lacking = new LinkedHashMap<>();
        List<String> fixedConfigs = new ArrayList<>();
        var answers = target.admin()
                .describeTopics(present, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        for (var answer : answers.entrySet()) {
            Set<AclOperation> allowed = target.await(answer.getValue()).authorizedOperations();
            if (allowed == null) {
                continue;
            }
            Set<AclOperation> missing = EnumSet.of(AclOperation.WRITE, AclOperation.READ);
            missing.removeAll(allowed);
            if (!missing.isEmpty()) {
                lacking.computeIfAbsent(missing, unused -> new ArrayList<>()).add(answer.getKey());
            } else if (plan.syncsConfigs()
                    && !allowed.contains(AclOperation.ALTER_CONFIGS)
                    && !plan.internalTopics().contains(answer.getKey())) {
                fixedConfigs.add(answer.getKey());
            }
        }
        lacking.forEach((missing, names) -> findings.add(missing(link(), target, missing, sorted(names))));
        if (!fixedConfigs.isEmpty()) {
            Finding refused = missing(link(), target, Set.of(AclOperation.ALTER_CONFIGS), sorted(fixedConfigs));
            findings.add(Finding.warning(
                    link(),
                    refused.what() + ", so their settings cannot be kept in step",
                    refused.cure() + ", or set sync.topic.configs.enabled = false"));
        }
    }

    private void creation(Map<String, Integer> absent) throws TimeoutException {
        if (absent.isEmpty()) {
            return;
        }
        // The factors have been compared with the brokers already; here the brokers' default keeps the answers apart.
        List<NewTopic> wanted = absent.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), Optional.of(topic.getValue()), Optional.empty()))
                .toList();
        List<String> refused = new ArrayList<>();
        for (var answer : target.admin()
                .createTopics(wanted, new CreateTopicsOptions().validateOnly(true))
                .values()
                .entrySet()) {
            try {
                target.await(answer.getValue());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof AuthorizationException) {
                    refused.add(answer.getKey());
                } else if (!(cause instanceof TopicExistsException)
                        && !(cause instanceof InvalidReplicationFactorException)) {
                    findings.add(uncreatable(answer.getKey(), cause));
                }
            }
        }
        if (!refused.isEmpty()) {
            findings.add(missing(
                    link(),
                    target,
                    Set.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.READ, AclOperation.DESCRIBE),
                    sorted(refused)));
        }
    }

    private Finding uncreatable(String topic, @Nullable Throwable cause) {
        String what = "topic " + topic + " could not be created in "
                + plan.name().target() + ": " + (cause == null ? "no reason given" : cause.getMessage());
        return cause instanceof PolicyViolationException
                ? Finding.refused(link(), what, "create it by hand, or change create.topic.policy.class.name there")
                : Finding.warning(
                        link(), what, "create it by hand, or leave it out with " + link() + ".topics.exclude");
    }

    private void group() throws ExecutionException, TimeoutException {
        String group = plan.group();
        if (GroupsTopic.isMissing(target)) {
            return;
        }
        try {
            var answer = target.admin()
                    .describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group);
            Set<AclOperation> allowed =
                    answer == null ? null : target.await(answer).authorizedOperations();
            if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
                findings.add(refusedGroup(group));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupAuthorizationException) {
                findings.add(refusedGroup(group));
            } else if (e.getCause() instanceof TopicAuthorizationException) {
                throw e;
            }
            // A group that does not exist yet is an error in newer brokers; that is what we hope for.
        }
    }

    private Finding refusedGroup(String group) {
        return Finding.refused(
                link(),
                "the processes of this link meet in group " + group + " of "
                        + plan.name().target() + ", and " + target.access().principal() + " lacks READ on group "
                        + group,
                AclLine.group(target.access(), Set.of(AclOperation.READ, AclOperation.DESCRIBE), group));
    }

    static Finding missing(String link, ClusterProbe cluster, Set<AclOperation> operations, List<String> names) {
        String asked = operations.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return Finding.refused(
                link,
                cluster.access().principal() + " lacks " + asked + " on " + (names.size() == 1 ? "topic " : "topics ")
                        + shown + more + " of " + cluster.access().alias(),
                "grant it: " + AclLine.topics(cluster.access(), operations, names));
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    private String link() {
        return plan.name().toString();
    }
}
