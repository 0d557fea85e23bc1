package io.twinspan.connect.sync;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.sync.ConfigReconciler.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The configs of the target's topics: looks at them, and applies {@link ConfigChange}s, one topic's failure being its own
 * {@link Problem}. Confined to one thread.
 */
public final class TargetConfigs {
    /** A controller writes at most 10,000 records for one request (4.3.1), and a topic may have some forty configs. */
    private static final int TOPICS_A_REQUEST = 100;

    private final Admin admin;
    private final ClusterErrors errors;
    private final Duration timeout;

    public TargetConfigs(Admin admin, ClusterErrors errors, Duration timeout) {
        this.admin = admin;
        this.errors = errors;
        this.timeout = timeout;
    }

    /** What those of these topics have that exist and may be looked at; problems for the others that exist. */
    public Map<String, Observed> observe(Collection<String> topics, Collection<Problem> problems) {
        var observed = new TreeMap<String, Observed>();
        if (topics.isEmpty()) {
            return observed;
        }
        List<ConfigResource> resources =
                topics.stream().map(TargetConfigs::resource).toList();
        var answers = admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(timeoutMs()));
        answers.values().forEach((resource, answer) -> {
            Throwable failure = errors.failure(answer, timeout);
            if (failure == null) {
                observed.put(
                        resource.name(),
                        observed(
                                errors.await(answer, timeout, "reading configs").entries()));
            } else if (failure instanceof AuthorizationException) {
                problems.add(problem(resource.name(), "its configs may not be looked at", "DESCRIBE_CONFIGS"));
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                problems.add(new Problem(
                        "target topic " + resource.name(),
                        "its configs cannot be read: " + failure.getMessage() + ". It is tried again."));
            }
        });
        return observed;
    }

    private static Observed observed(Collection<ConfigEntry> entries) {
        var own = new TreeMap<String, String>();
        var effective = new TreeMap<String, String>();
        for (ConfigEntry entry : entries) {
            if (entry.value() != null) {
                effective.put(entry.name(), entry.value());
                if (ConfigSelection.isOwn(entry)) {
                    own.put(entry.name(), entry.value());
                }
            }
        }
        return new Observed(own, effective);
    }

    /** What an application of changes came to. Immutable. */
    public record Applied(List<ConfigChange> done, List<ConfigChange> refused, List<Problem> problems) {
        public Applied {
            done = List.copyOf(done);
            refused = List.copyOf(refused);
            problems = List.copyOf(problems);
        }
    }

    /** Makes the changes, topic by topic; a config that the target refuses does not keep the topic's others from being set. */
    public Applied apply(Collection<ConfigChange> changes) {
        var byTopic = new TreeMap<String, List<ConfigChange>>();
        for (ConfigChange change : changes) {
            if (!(change instanceof ConfigChange.Leave)) {
                byTopic.computeIfAbsent(change.topic(), topic -> new ArrayList<>())
                        .add(change);
            }
        }
        var outcome = new Outcome();
        List<String> topics = List.copyOf(byTopic.keySet());
        for (int i = 0; i < topics.size(); i += TOPICS_A_REQUEST) {
            var part = new TreeMap<String, List<ConfigChange>>();
            topics.subList(i, Math.min(topics.size(), i + TOPICS_A_REQUEST))
                    .forEach(topic -> part.put(topic, byTopic.getOrDefault(topic, List.of())));
            apply(part, outcome);
        }
        return new Applied(outcome.done, outcome.refused, outcome.problems);
    }

    private void apply(Map<String, List<ConfigChange>> byTopic, Outcome outcome) {
        Map<ConfigResource, Collection<AlterConfigOp>> request = new LinkedHashMap<>();
        byTopic.forEach((topic, ofTopic) -> request.put(resource(topic), operations(ofTopic)));
        var answers = admin.incrementalAlterConfigs(request, options()).values();
        byTopic.forEach((topic, ofTopic) -> {
            Throwable failure = errors.failure(answers.get(resource(topic)), timeout);
            settle(topic, ofTopic, failure, outcome);
        });
    }

    /** Filled while changes are applied; confined to that. */
    private static final class Outcome {
        private final List<ConfigChange> done = new ArrayList<>();
        private final List<ConfigChange> refused = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
    }

    private void settle(String topic, List<ConfigChange> changes, @Nullable Throwable failure, Outcome outcome) {
        if (failure == null) {
            outcome.done.addAll(changes);
        } else if (isRefusal(failure)) {
            oneByOne(topic, changes, outcome);
        } else {
            outcome.refused.addAll(changes);
            if (failure instanceof AuthorizationException) {
                outcome.problems.add(problem(topic, "its configs may not be altered", "ALTER_CONFIGS"));
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                outcome.problems.add(new Problem(
                        "target topic " + topic,
                        "its configs were not altered: " + failure.getMessage() + ". It is tried again."));
            }
        }
    }

    /** One refused config (tiered storage that the target does not have) makes the broker refuse the topic's whole request. */
    private void oneByOne(String topic, List<ConfigChange> changes, Outcome outcome) {
        var refusals = new TreeMap<String, String>();
        for (ConfigChange change : changes) {
            var answer = admin.incrementalAlterConfigs(Map.of(resource(topic), operations(List.of(change))), options())
                    .values()
                    .get(resource(topic));
            Throwable failure = errors.failure(answer, timeout);
            if (failure == null) {
                outcome.done.add(change);
            } else {
                outcome.refused.add(change);
                refusals.put(change.name(), String.valueOf(failure.getMessage()));
            }
        }
        if (!refusals.isEmpty()) {
            outcome.problems.add(new Problem(
                    "target topic " + topic,
                    errors.alias() + " refuses some of the source's configs: " + refusals
                            + ". Add them to 'config.properties.exclude', or set them on the topic by hand."));
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof InvalidConfigurationException
                || failure instanceof InvalidRequestException
                || failure instanceof PolicyViolationException;
    }

    private static Collection<AlterConfigOp> operations(List<ConfigChange> changes) {
        var operations = new ArrayList<AlterConfigOp>();
        for (ConfigChange change : changes) {
            if (change instanceof ConfigChange.Set set) {
                operations.add(new AlterConfigOp(new ConfigEntry(set.name(), set.to()), OpType.SET));
            } else if (change instanceof ConfigChange.Unset unset) {
                operations.add(new AlterConfigOp(new ConfigEntry(unset.name(), null), OpType.DELETE));
            }
        }
        return operations;
    }

    private AlterConfigsOptions options() {
        return new AlterConfigsOptions().timeoutMs(timeoutMs());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private Problem problem(String topic, String what, String permission) {
        return new Problem(
                "target topic " + topic,
                what + ": the link's principal on " + errors.alias() + " lacks " + permission + " on topic " + topic
                        + ". Grant it, or set 'sync.topic.configs.enabled' to false; it is tried again.");
    }

    private int timeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }
}
