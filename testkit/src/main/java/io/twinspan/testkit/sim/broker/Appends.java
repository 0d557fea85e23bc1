package io.twinspan.testkit.sim.broker;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.testkit.sim.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One broker's handling of one produce request with acks=all: appends each batch, then waits until the high watermark has
 * passed all of them. A repeat waits too, so its answer is as good as a first one (measured). Confined to the world's thread.
 */
final class Appends {
    private final SimWorld world;
    private final SimCluster cluster;
    private final int node;
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable Consumer<Appended> reply;

    /** What became of one entry; {@code error} is null while it waits. */
    private static final class Outcome {
        private final Append.Entry entry;
        private @Nullable BrokerError error;
        private @Nullable SimPartition partition;
        private @Nullable StoredBatch sent;
        private @Nullable StoredBatch stored;

        Outcome(Append.Entry entry) {
            this.entry = entry;
        }
    }

    Appends(SimWorld world, SimCluster cluster, int node) {
        this.world = world;
        this.cluster = cluster;
        this.node = node;
    }

    void run(Append request, Consumer<Appended> whenDone) {
        reply = whenDone;
        boolean transactional =
                request.entries().stream().anyMatch(entry -> AppendCheck.isTransactional(entry.batch()));
        for (Append.Entry entry : request.entries()) {
            var outcome = new Outcome(entry);
            outcomes.add(outcome);
            outcome.error = transactional ? BrokerError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED : append(outcome);
            world.log(cluster.name() + node + " append " + entry.topic() + "-" + entry.partition() + " "
                    + describe(outcome));
        }
        for (Outcome outcome : outcomes) {
            if (outcome.error == null) {
                leaderOf(outcome).await(() -> settle(outcome));
            }
        }
        answerIfSettled();
        if (reply != null) {
            world.after(request.timeoutMs(), this::giveUp);
        }
    }

    private static String describe(Outcome outcome) {
        StoredBatch sent = outcome.sent;
        if (outcome.error != null || sent == null) {
            return String.valueOf(outcome.error) + (sent == null ? "" : " seq " + sent.baseSequence());
        }
        return "seq " + sent.baseSequence() + ".." + sent.lastSequence() + " at " + sent.baseOffset()
                + (outcome.stored == sent ? "" : " repeat");
    }

    private @Nullable BrokerError append(Outcome outcome) {
        Append.Entry entry = outcome.entry;
        SimTopic topic = cluster.topic(entry.topic());
        if (topic == null || entry.partition() >= topic.partitions().size()) {
            return BrokerError.UNKNOWN_TOPIC_OR_PARTITION;
        }
        if (cluster.deniesWrites(entry.topic())) {
            return BrokerError.TOPIC_AUTHORIZATION_FAILED;
        }
        if (!entry.topicId().equals(Uuid.ZERO_UUID) && !entry.topicId().equals(topic.id())) {
            return BrokerError.UNKNOWN_TOPIC_ID;
        }
        return append(outcome, topic, topic.partitions().get(entry.partition()));
    }

    private @Nullable BrokerError append(Outcome outcome, SimTopic topic, SimPartition partition) {
        Append.Entry entry = outcome.entry;
        outcome.partition = partition;
        Replica replica = partition.replica(node);
        if (replica == null || !replica.isLeading()) {
            return BrokerError.NOT_LEADER_OR_FOLLOWER;
        }
        if (partition.inSync().size() < topic.settings().minInSync()) {
            return BrokerError.NOT_ENOUGH_REPLICAS;
        }
        var check = new AppendCheck(topic.settings(), world.nowMs());
        BrokerError refused = check.judge(entry.batch());
        if (refused != BrokerError.NONE) {
            return refused;
        }
        StoredBatch batch = check.stored(entry.batch(), replica.log().endOffset(), replica.epoch());
        outcome.sent = batch;
        ProducerStates.Verdict verdict = judge(replica, batch);
        if (verdict.error() != null) {
            return verdict.error();
        }
        StoredBatch earlier = verdict.repeated();
        if (earlier == null) {
            outcome.stored = batch;
            partition.append(replica, batch);
        } else {
            outcome.stored = earlier;
            outcome.sent = check.stored(entry.batch(), earlier.baseOffset(), earlier.leaderEpoch());
        }
        return null;
    }

    private ProducerStates.Verdict judge(Replica replica, StoredBatch batch) {
        BrokerError refusal = cluster.chosenIdsRefused();
        return refusal != null && ProducerIds.isOurs(batch.producerId())
                ? new ProducerStates.Verdict(refusal, null)
                : replica.producers().judge(batch);
    }

    private Replica leaderOf(Outcome outcome) {
        if (outcome.partition == null) {
            throw new IllegalStateException("an entry without a partition cannot wait");
        }
        Replica replica = outcome.partition.replica(node);
        if (replica == null) {
            throw new IllegalStateException("node " + node + " has no replica of " + outcome.partition);
        }
        return replica;
    }

    private boolean settle(Outcome outcome) {
        if (outcome.error != null) {
            return true;
        }
        Replica replica = leaderOf(outcome);
        SimPartition partition = outcome.partition;
        StoredBatch stored = outcome.stored;
        StoredBatch sent = outcome.sent;
        if (partition == null || stored == null || sent == null) {
            return true;
        }
        if (!replica.isLeading()) {
            outcome.error = BrokerError.NOT_LEADER_OR_FOLLOWER;
        } else if (replica.highWatermark() >= stored.nextOffset()) {
            if (partition.inSync().size() < partition.settings().minInSync()) {
                outcome.error = BrokerError.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
            } else {
                outcome.error = BrokerError.NONE;
                partition.acknowledged(sent, stored);
            }
        } else {
            return false;
        }
        answerIfSettled();
        return true;
    }

    private void giveUp() {
        for (Outcome outcome : outcomes) {
            if (outcome.error == null) {
                outcome.error = BrokerError.REQUEST_TIMED_OUT;
            }
        }
        answerIfSettled();
    }

    private void answerIfSettled() {
        Consumer<Appended> waiting = reply;
        if (waiting == null || outcomes.stream().anyMatch(outcome -> outcome.error == null)) {
            return;
        }
        reply = null;
        waiting.accept(new Appended(outcomes.stream().map(Appends::answer).toList()));
    }

    private static Appended.Partition answer(Outcome outcome) {
        BrokerError error = outcome.error == null ? BrokerError.UNKNOWN_SERVER_ERROR : outcome.error;
        StoredBatch stored = outcome.stored;
        boolean taken = error == BrokerError.NONE && stored != null && outcome.partition != null;
        return new Appended.Partition(
                outcome.entry.topic(),
                outcome.entry.partition(),
                error,
                taken && stored != null ? stored.baseOffset() : -1,
                taken && outcome.partition != null ? outcome.partition.startOffset() : -1,
                error == BrokerError.NONE ? null : "refused by the simulated broker");
    }
}
