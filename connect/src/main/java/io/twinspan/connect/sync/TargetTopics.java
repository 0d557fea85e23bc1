package io.twinspan.connect.sync;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.sync.TopicReconciler.Desired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The target's topics: looks at them, and applies {@link TopicChange}s. Every request is waited for, and every topic's failure is
 * its own {@link Problem}. Confined to one thread.
 */
public final class TargetTopics {
    private static final int TOPICS_A_REQUEST = 500;
    private static final long LOOK_AGAIN_MS = 100;

    private final Admin admin;
    private final ClusterErrors errors;
    private final Duration timeout;
    private final String replicationKey;

    /**
     * @param replicationKey the option to name when a replication factor is refused
     */
    public TargetTopics(Admin admin, ClusterErrors errors, Duration timeout, String replicationKey) {
        this.admin = admin;
        this.errors = errors;
        this.timeout = timeout;
        this.replicationKey = replicationKey;
    }

    /** What there is. Immutable but for its owner. */
    public record Observed(Map<String, Integer> partitions, List<Problem> problems) {}

    /** The partition counts of those of these topics that exist; a topic that may not be looked at is a problem. */
    public Observed observe(Collection<String> topics) {
        var partitions = new TreeMap<String, Integer>();
        var problems = new ArrayList<Problem>();
        var options = new DescribeTopicsOptions().timeoutMs(timeoutMs());
        Map<String, KafkaFuture<TopicDescription>> answers = topics.isEmpty()
                ? Map.of()
                : admin.describeTopics(topics, options).topicNameValues();
        answers.forEach((topic, answer) -> {
            Throwable failure = failure(answer);
            if (failure == null) {
                partitions.put(
                        topic,
                        errors.await(answer, timeout, "describing " + topic)
                                .partitions()
                                .size());
            } else if (failure instanceof AuthorizationException) {
                problems.add(problem(topic, "may not be looked at", "DESCRIBE on topic " + topic));
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                throw errors.explain("describing target topic " + topic, failure);
            }
        });
        return new Observed(partitions, problems);
    }

    /** How many brokers the target has now. */
    public int brokers() {
        return errors.await(admin.describeCluster().nodes(), timeout, "counting brokers")
                .size();
    }

    /** Makes the changes and waits until the target shows them; returns what could not be done. */
    public List<Problem> apply(List<TopicChange> changes) {
        var problems = new ArrayList<Problem>();
        var created = new TreeMap<String, Integer>();
        for (int i = 0; i < changes.size(); i += TOPICS_A_REQUEST) {
            var creations = new ArrayList<Desired>();
            var growths = new ArrayList<TopicChange.Grow>();
            for (TopicChange change : changes.subList(i, Math.min(changes.size(), i + TOPICS_A_REQUEST))) {
                if (change instanceof TopicChange.Create create) {
                    creations.add(create.desired());
                } else if (change instanceof TopicChange.Grow grow) {
                    growths.add(grow);
                }
            }
            create(creations, created, problems);
            grow(growths, created, problems);
        }
        problems.addAll(awaitShown(created));
        return problems;
    }

    private void create(List<Desired> wanted, Map<String, Integer> done, List<Problem> problems) {
        Map<String, KafkaFuture<Void>> answers = request(wanted, false);
        for (Desired topic : wanted) {
            Throwable failure = failure(answers.get(topic.topic()));
            if (failure instanceof InvalidConfigurationException
                    && !topic.configs().isEmpty()) {
                failure = createWithoutRefusedConfigs(topic, failure, problems);
            }
            if (failure == null || failure instanceof TopicExistsException) {
                done.put(topic.topic(), failure == null ? topic.partitions() : 1);
            } else {
                problems.add(creationProblem(topic, failure));
            }
        }
    }

    private Map<String, KafkaFuture<Void>> request(Collection<Desired> topics, boolean validateOnly) {
        if (topics.isEmpty()) {
            return Map.of();
        }
        List<NewTopic> requests = topics.stream().map(TargetTopics::newTopic).toList();
        var options = new CreateTopicsOptions().timeoutMs(timeoutMs()).validateOnly(validateOnly);
        return admin.createTopics(requests, options).values();
    }

    private static NewTopic newTopic(Desired topic) {
        Optional<Short> replication =
                topic.replicationFactor() < 0 ? Optional.empty() : Optional.of(topic.replicationFactor());
        return new NewTopic(topic.topic(), Optional.of(topic.partitions()), replication).configs(topic.configs());
    }

    /**
     * A target may not know, or not allow, a config of the source ({@code remote.storage.enable} without tiered storage): asks
     * for each one whether it is refused, and creates the topic with the others.
     */
    private @Nullable Throwable createWithoutRefusedConfigs(Desired topic, Throwable first, List<Problem> problems) {
        var accepted = new LinkedHashMap<String, String>();
        var refused = new TreeMap<String, String>();
        topic.configs().forEach((name, value) -> {
            Throwable failure = failure(request(List.of(topic.withConfigs(Map.of(name, value))), true)
                    .get(topic.topic()));
            if (failure instanceof InvalidConfigurationException) {
                refused.put(name, String.valueOf(failure.getMessage()));
            } else {
                accepted.put(name, value);
            }
        });
        Throwable failure =
                failure(request(List.of(topic.withConfigs(accepted)), false).get(topic.topic()));
        if (failure instanceof InvalidConfigurationException) {
            accepted.keySet().forEach(name -> refused.put(name, String.valueOf(first.getMessage())));
            failure =
                    failure(request(List.of(topic.withConfigs(Map.of())), false).get(topic.topic()));
        }
        if (failure == null) {
            problems.add(new Problem(
                    "target topic " + topic.topic(),
                    "was created without the configs that " + errors.alias() + " refuses: " + refused
                            + ". Add them to 'config.properties.exclude', or set them on the topic by hand."));
        }
        return failure;
    }

    private Problem creationProblem(Desired topic, Throwable failure) {
        String subject = "target topic " + topic.topic();
        if (failure instanceof AuthorizationException) {
            return problem(
                    topic.topic(),
                    "may not be created",
                    "CREATE on topic " + topic.topic() + " (or CREATE on the cluster)");
        }
        if (failure instanceof InvalidReplicationFactorException) {
            return new Problem(
                    subject,
                    TopicReconciler.tooFewBrokers(topic, 0, replicationKey) + " (" + failure.getMessage() + ")");
        }
        if (failure instanceof PolicyViolationException) {
            return new Problem(subject, "was not created, the target's policy refuses it: " + failure.getMessage());
        }
        return new Problem(
                subject,
                "was not created: " + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                        + ". It is tried again.");
    }

    private void grow(List<TopicChange.Grow> wanted, Map<String, Integer> done, List<Problem> problems) {
        if (wanted.isEmpty()) {
            return;
        }
        var requests = new HashMap<String, NewPartitions>();
        wanted.forEach(grow -> requests.put(grow.topic(), NewPartitions.increaseTo(grow.to())));
        var answers = admin.createPartitions(requests, new CreatePartitionsOptions().timeoutMs(timeoutMs()))
                .values();
        for (TopicChange.Grow grow : wanted) {
            Throwable failure = failure(answers.get(grow.topic()));
            if (failure == null) {
                done.put(grow.topic(), grow.to());
            } else if (failure instanceof AuthorizationException) {
                problems.add(problem(
                        grow.topic(),
                        "may not grow from " + grow.from() + " to " + grow.to() + " partitions",
                        "ALTER on topic " + grow.topic()));
            } else if (!(failure instanceof InvalidPartitionsException)) {
                // Invalid partitions: another process grew it first. What the target shows now decides.
                problems.add(new Problem(
                        "target topic " + grow.topic(),
                        "did not grow from " + grow.from() + " to " + grow.to() + " partitions: " + failure.getMessage()
                                + ". It is tried again."));
            }
        }
    }

    /** A broker answers before every broker knows; whoever copies next must find the topic. */
    private List<Problem> awaitShown(Map<String, Integer> done) {
        long deadline = System.nanoTime() + timeout.toNanos();
        var missing = new TreeMap<>(done);
        while (!missing.isEmpty()) {
            Map<String, Integer> shown = observe(missing.keySet()).partitions();
            missing.entrySet().removeIf(entry -> shown.getOrDefault(entry.getKey(), 0) >= entry.getValue());
            if (missing.isEmpty() || System.nanoTime() - deadline > 0) {
                break;
            }
            pause();
        }
        return missing.keySet().stream()
                .map(topic -> new Problem(
                        "target topic " + topic,
                        "was created, but the target does not show it after " + timeout.toSeconds()
                                + " s. It is looked for again."))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private @Nullable Throwable failure(@Nullable KafkaFuture<?> answer) {
        if (answer == null) {
            return new IllegalStateException("the cluster's answer leaves the topic out");
        }
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            throw errors.explain("waiting for the cluster", e);
        } catch (ExecutionException e) {
            return ClusterErrors.cause(e);
        }
    }

    private Problem problem(String topic, String what, String permission) {
        return new Problem(
                "target topic " + topic,
                what + ": the link's principal on " + errors.alias() + " lacks " + permission
                        + ". Grant it; it is tried again.");
    }

    private int timeoutMs() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }
}
