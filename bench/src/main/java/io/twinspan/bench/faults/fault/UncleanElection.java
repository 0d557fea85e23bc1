package io.twinspan.bench.faults.fault;

import io.twinspan.bench.faults.scene.Scene;
import io.twinspan.testkit.cluster.ProcessCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition with two replicas loses records that were acknowledged: one replica is down while the other goes on alone, and then leads,
 * uncleanly elected, after that other has gone down too. Confined to the programme's thread.
 */
final class UncleanElection implements Fault {
    private static final int LEADER = 0;
    private static final int BEHIND = 1;
    private static final long SHRINKS_WITHIN_MS = 60_000;
    private static final long ALONE_MS = 5_000;

    private final Side side;
    private long lostFrom;
    private long lostTo;

    /** What may be missing at the end: what the source lost before it was copied; all that follows too, while nobody says go on. */
    private long allowed = Long.MAX_VALUE;

    UncleanElection(Side side) {
        this.side = side;
    }

    @Override
    public String name() {
        return "unclean-" + side.word();
    }

    @Override
    public String what() {
        return "an unclean leader election takes acknowledged records of a topic of the " + side.word();
    }

    @Override
    public boolean hitsOneTopic() {
        return true;
    }

    @Override
    public boolean countedFromHeal() {
        return true;
    }

    @Override
    public Duration lasts() {
        return Duration.ZERO;
    }

    @Override
    public void inject(Scene scene) {
        ProcessCluster cluster = side.of(scene);
        TopicPartition partition =
                new TopicPartition(side.topic(scene, scene.topics().hit()), 0);
        Steps.get(
                cluster.admin()
                        .alterPartitionReassignments(
                                Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(LEADER, BEHIND)))))
                        .all(),
                "reassign " + partition);
        scene.await(SHRINKS_WITHIN_MS, () -> inSync(cluster, partition).equals(Set.of(LEADER, BEHIND)));
        if (cluster.leader(partition) != LEADER) {
            cluster.moveLeader(partition, LEADER);
        }
        cluster.killBroker(BEHIND);
        scene.await(SHRINKS_WITHIN_MS, () -> inSync(cluster, partition).equals(Set.of(LEADER)));
        scene.pause(ALONE_MS);
        lostTo = end(cluster, partition) - 1;
        cluster.killBroker(LEADER);
        cluster.startBroker(BEHIND);
    }

    @Override
    public void heal(Scene scene) {
        ProcessCluster cluster = side.of(scene);
        TopicPartition partition =
                new TopicPartition(side.topic(scene, scene.topics().hit()), 0);
        scene.await(SHRINKS_WITHIN_MS, () -> elect(cluster, partition));
        cluster.startBroker(LEADER);
    }

    private static boolean elect(ProcessCluster cluster, TopicPartition partition) {
        try {
            Steps.get(
                    cluster.admin()
                            .electLeaders(ElectionType.UNCLEAN, Set.of(partition))
                            .all(),
                    "elect a leader of " + partition);
            return true;
        } catch (IllegalStateException notYet) {
            return cluster.leader(partition) == BEHIND;
        }
    }

    private static Set<Integer> inSync(ProcessCluster cluster, TopicPartition partition) {
        TopicDescription topic = Steps.get(
                        cluster.admin()
                                .describeTopics(List.of(partition.topic()))
                                .allTopicNames(),
                        "describe " + partition.topic())
                .get(partition.topic());
        return topic == null
                ? Set.of()
                : topic.partitions().get(partition.partition()).isr().stream()
                        .map(Node::id)
                        .collect(Collectors.toSet());
    }

    private static long end(ProcessCluster cluster, TopicPartition partition) {
        return Steps.get(
                        cluster.admin()
                                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition),
                        "ask for the end of " + partition)
                .offset();
    }

    @Override
    public void operate(Scene scene) {
        if (side == Side.SOURCE && scene.copiers().isTwinspan()) {
            long copied = scene.copied(scene.hit(0));
            // Every offset of this topic is a record.
            allowed = Math.max(0, lostTo + 1 - copied);
            new Operator(scene).continueAt(scene.hit(0), scene.ledger().turnedBackTo(0));
        }
    }

    @Override
    public Optional<Loss> loss(Scene scene) {
        if (side == Side.TARGET) {
            // The source still has them all, so nothing may be missing.
            return Optional.empty();
        }
        lostFrom = scene.ledger().turnedBackTo(0);
        return Optional.of(new Loss(
                scene.topics().hit(),
                "the source lost offsets " + lostFrom + " to at least " + lostTo + " after they had been acknowledged",
                List.of(lostFrom),
                allowed));
    }

    @Override
    public Optional<String> shownNothing(Scene scene) {
        return side == Side.TARGET || (lostFrom >= 0 && lostFrom <= lostTo)
                ? Optional.empty()
                : Optional.of("the source lost nothing");
    }
}
