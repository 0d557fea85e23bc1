package io.twinspan.link;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the leaders of partitions whether a client may write there, and writes nothing: a produce request without records is judged by
 * the authorizer like any other, and then refused for having none. Confined to one thread.
 */
public final class WriteProbe implements AutoCloseable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final KafkaExchange exchange;

    /** What a leader says. */
    public enum Answer {
        /** The client may write. */
        ALLOWED,
        /** The client may not write to the topic. */
        REFUSED,
        /** The leader did not say: there is none, or it did not answer. */
        UNKNOWN
    }

    /**
     * Connects to nothing yet.
     *
     * @param client an ordinary Kafka client configuration, of the client whose permission is asked for
     * @throws Misconfigured if it cannot be used
     */
    public WriteProbe(Map<String, ?> client, String clientId) {
        try {
            this.exchange = new KafkaExchange(client, client, clientId);
        } catch (KafkaException e) {
            throw new Misconfigured(
                    "bootstrap.servers", "the client that is to try to write cannot be prepared: " + e.getMessage(), e);
        }
    }

    /**
     * What the leaders of these partitions say.
     *
     * @throws TransientFailure if no broker tells who they are
     */
    public Map<TopicPartition, Answer> ask(Collection<TopicPartition> partitions, Duration limit) {
        var answers = new HashMap<TopicPartition, Answer>();
        partitions.forEach(partition -> answers.put(partition, Answer.UNKNOWN));
        long deadlineMs = exchange.nowMs() + limit.toMillis();
        var byNode = new HashMap<Integer, List<Append.Entry>>();
        Topology topology = topology(partitions, deadlineMs);
        for (TopicPartition partition : partitions) {
            Topology.Topic topic = topology.topics().get(partition.topic());
            if (topic != null
                    && partition.partition() < topic.partitions().size()
                    && topic.partitions().get(partition.partition()).node() >= 0) {
                byNode.computeIfAbsent(
                                topic.partitions().get(partition.partition()).node(), node -> new ArrayList<>())
                        .add(new Append.Entry(partition.topic(), topic.topicId(), partition.partition(), NOTHING));
            } else if (topic != null && topic.error() == BrokerError.TOPIC_AUTHORIZATION_FAILED) {
                answers.put(partition, Answer.REFUSED);
            }
        }
        var open = new ArrayList<>(byNode.keySet());
        byNode.forEach((node, entries) -> exchange.appendNothing(
                new Channel(Side.SOURCE, node, 0),
                new Append((int) Math.max(1, limit.toMillis()), entries),
                new Taking(answers, () -> open.remove(node))));
        while (!open.isEmpty() && exchange.nowMs() < deadlineMs) {
            exchange.poll(Math.max(1, deadlineMs - exchange.nowMs()));
        }
        return answers;
    }

    private Topology topology(Collection<TopicPartition> partitions, long deadlineMs) {
        var topics = new TreeSet<String>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        var told = new Told();
        exchange.describe(Side.SOURCE, topics, told);
        while (told.topology == null && told.failure == null && exchange.nowMs() < deadlineMs) {
            exchange.poll(Math.max(1, deadlineMs - exchange.nowMs()));
        }
        Topology topology = told.topology;
        if (topology == null) {
            throw new TransientFailure("no broker tells who leads the partitions: "
                    + (told.failure == null ? "none answers in time" : told.failure.message()));
        }
        return topology;
    }

    /** Takes who leads what. Confined to one call. */
    private static final class Told implements Reply<Topology> {
        private @Nullable Topology topology;
        private @Nullable Failure failure;

        @Override
        public void answered(Topology answer) {
            topology = answer;
        }

        @Override
        public void failed(Failure why) {
            failure = why;
        }
    }

    /** Takes one leader's answer. Confined to one call. */
    private record Taking(Map<TopicPartition, Answer> answers, Runnable done) implements Reply<Appended> {
        @Override
        public void answered(Appended answer) {
            for (Appended.Partition partition : answer.partitions()) {
                Answer said = partition.error() == BrokerError.INVALID_RECORD
                        ? Answer.ALLOWED
                        : partition.error() == BrokerError.TOPIC_AUTHORIZATION_FAILED ? Answer.REFUSED : Answer.UNKNOWN;
                answers.put(new TopicPartition(partition.topic(), partition.partition()), said);
            }
            done.run();
        }

        @Override
        public void failed(Failure failure) {
            done.run();
        }
    }

    @Override
    public void close() {
        exchange.close();
    }
}
