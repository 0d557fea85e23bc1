package io.twinspan.testkit.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.PreferredLeaderNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The admin steps behind {@link KafkaCluster}'s verbs; each waits until the cluster shows the effect.
 *
 * <p>Confined to the calling thread.
 */
final class ClusterSteps {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 20;

    private final KafkaCluster cluster;

    ClusterSteps(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    void createTopic(String topic, int partitions, Map<String, String> configs) {
        short replicas = (short) cluster.brokerIds().size();
        get(
                cluster.admin()
                        .createTopics(List.of(new NewTopic(topic, partitions, replicas).configs(configs)))
                        .all(),
                "create topic " + topic);
        await(
                "every partition of " + topic + " has a leader and all replicas in sync",
                () -> describe(topic)
                        .map(description -> description.partitions().size() == partitions
                                && description.partitions().stream()
                                        .allMatch(p ->
                                                p.leader() != null && p.isr().size() == replicas))
                        .orElse(false));
        for (int partition = 0; partition < partitions; partition++) {
            awaitServing(new TopicPartition(topic, partition));
        }
    }

    /**
     * Returns when the leader not only is named but takes requests. A first batch that meets a leader too early is
     * refused while the second may be accepted, which no producer of 4.3.1 recovers from.
     */
    private void awaitServing(TopicPartition partition) {
        await("the leader of " + partition + " answers", () -> {
            try {
                cluster.admin()
                        .listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) {
                // The broker asked where the leader is may be another than the one that knew the topic.
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return false;
                }
                throw failed("ask the leader of " + partition + " for its log end", e);
            } catch (InterruptedException | TimeoutException e) {
                throw failed("ask the leader of " + partition + " for its log end", e);
            }
        });
    }

    int leader(TopicPartition partition) {
        Node leader = partition(partition).leader();
        return leader == null || leader.isEmpty() ? -1 : leader.id();
    }

    void moveLeader(TopicPartition partition, int brokerId) {
        List<Integer> replicas = new ArrayList<>(
                partition(partition).replicas().stream().map(Node::id).toList());
        int wanted = replicas.size();
        replicas.remove((Integer) brokerId);
        replicas.add(0, brokerId);
        List<Integer> target = replicas.subList(0, wanted);
        get(
                cluster.admin()
                        .alterPartitionReassignments(
                                Map.of(partition, Optional.of(new NewPartitionReassignment(List.copyOf(target)))))
                        .all(),
                "reassign " + partition);
        await(partition + " has its new replicas in sync", () -> {
            TopicPartitionInfo now = partition(partition);
            return now.replicas().stream().map(Node::id).toList().equals(target)
                    && now.isr().stream().anyMatch(node -> node.id() == brokerId);
        });
        await("broker " + brokerId + " may lead " + partition, () -> elect(partition));
        await("broker " + brokerId + " leads " + partition, () -> leader(partition) == brokerId);
        awaitServing(partition);
    }

    /** Whether it worked; not yet if the controller does not know yet that the replica is back in sync, as a broker's metadata may say. */
    private boolean elect(TopicPartition partition) {
        try {
            cluster.admin()
                    .electLeaders(ElectionType.PREFERRED, Set.of(partition))
                    .all()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PreferredLeaderNotAvailableException) {
                return false;
            }
            if (!(e.getCause() instanceof ElectionNotNeededException)) {
                throw failed("elect the preferred leader of " + partition, e);
            }
            return true;
        } catch (InterruptedException | TimeoutException e) {
            throw failed("elect the preferred leader of " + partition, e);
        }
    }

    void allow(String user, ResourceType type, String prefix, AclOperation operation) {
        AclBinding binding = new AclBinding(
                new ResourcePattern(
                        type, prefix, type == ResourceType.CLUSTER ? PatternType.LITERAL : PatternType.PREFIXED),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
        get(cluster.admin().createAcls(List.of(binding)).all(), "create ACL " + binding);
        await(
                "the ACL of " + user + " is known",
                () -> get(cluster.admin().describeAcls(binding.toFilter()).values(), "describe ACLs")
                        .contains(binding));
    }

    private TopicPartitionInfo partition(TopicPartition partition) {
        return describe(partition.topic())
                .flatMap(description -> description.partitions().stream()
                        .filter(p -> p.partition() == partition.partition())
                        .findFirst())
                .orElseThrow(() ->
                        new IllegalArgumentException("cluster " + cluster.name() + " has no partition " + partition));
    }

    private Optional<TopicDescription> describe(String topic) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                return Optional.ofNullable(cluster.admin()
                        .describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(ATTEMPT.toSeconds(), TimeUnit.SECONDS)
                        .get(topic));
            } catch (ExecutionException e) {
                // A topic just created is not known to every broker at once.
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return Optional.empty();
                }
                throw failed("describe " + topic, e);
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw failed("describe " + topic, e);
                }
                cluster.renewAdmin();
            } catch (InterruptedException e) {
                throw failed("describe " + topic, e);
            }
        }
    }

    private <T> T get(KafkaFuture<T> future, String step) {
        try {
            return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw failed(step, e);
        }
    }

    private IllegalStateException failed(String step, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Throwable reason = cause instanceof ExecutionException ? cause.getCause() : cause;
        return new IllegalStateException("cluster " + cluster.name() + ": could not " + step + ": " + reason, cause);
    }

    private void await(String what, Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "cluster " + cluster.name() + ": waited " + TIMEOUT.toSeconds() + " s in vain until " + what);
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                throw failed("wait until " + what, e);
            }
        }
    }
}
