package io.twinspan.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.protocol.KafkaExchange;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** An exchange whose requests are waited for. Confined to the test's thread. */
final class Asking implements AutoCloseable {
    private static final long PATIENCE_MS = 30_000;

    final KafkaExchange exchange;

    Asking(Map<String, String> source, Map<String, String> target) {
        exchange = new KafkaExchange(quick(source), quick(target), "asking");
    }

    Asking(KafkaCluster source, KafkaCluster target) {
        this(source.clientProperties(), target.clientProperties());
    }

    /** Does not make a test wait for what it provokes. */
    private static Map<String, String> quick(Map<String, String> client) {
        Map<String, String> quick = new HashMap<>(client);
        quick.putIfAbsent("reconnect.backoff.max.ms", "200");
        quick.putIfAbsent("request.timeout.ms", "10000");
        return quick;
    }

    /** What became of a request: one of the two is there. */
    static final class Outcome<A> implements Reply<A> {
        private @Nullable A answer;
        private @Nullable Failure failure;
        private int calls;

        @Override
        public void answered(A got) {
            answer = got;
            calls++;
        }

        @Override
        public void failed(Failure why) {
            failure = why;
            calls++;
        }

        boolean isDone() {
            return calls > 0;
        }

        A answer() {
            assertThat(calls).as("replies").isEqualTo(1);
            if (answer == null) {
                throw new AssertionError("failed: " + failure);
            }
            return answer;
        }

        Failure failure() {
            assertThat(calls).as("replies").isEqualTo(1);
            if (failure == null) {
                throw new AssertionError("answered: " + answer);
            }
            return failure;
        }
    }

    <A> Outcome<A> ask(Consumer<Reply<A>> request) {
        Outcome<A> outcome = new Outcome<>();
        request.accept(outcome);
        await(outcome);
        return outcome;
    }

    void await(Outcome<?> outcome) {
        long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (!outcome.isDone()) {
            assertThat(System.nanoTime()).as("no outcome in time").isLessThan(until);
            exchange.poll(1_000);
        }
    }

    Outcome<Topology> describing(Side side, Collection<String> topics) {
        return ask(reply -> exchange.describe(side, topics, reply));
    }

    Topology.Topic topic(Side side, String topic) {
        Topology.Topic told = describing(side, List.of(topic)).answer().topics().get(topic);
        if (told == null) {
            throw new AssertionError("nothing told of " + topic);
        }
        return told;
    }

    Outcome<Fetched> fetching(Channel channel, Fetch fetch) {
        return ask(reply -> exchange.fetch(channel, fetch, reply));
    }

    Outcome<Appended> appending(Channel channel, Append append) {
        return ask(reply -> exchange.append(channel, append, reply));
    }

    Outcome<FoundOffsets> finding(Channel channel, FindOffsets find) {
        return ask(reply -> exchange.findOffsets(channel, find, reply));
    }

    /** A channel to the leader of a partition. */
    static Channel leader(Side side, Topology.Topic topic, int partition) {
        return new Channel(side, topic.partitions().get(partition).node(), 0);
    }

    static Fetch fetch(boolean session, Fetch.Position... positions) {
        return new Fetch(session, true, 500, 1, 4 << 20, List.of(positions));
    }

    static Fetch.Position position(String name, Uuid id, int partition, long offset) {
        return new Fetch.Position(name, id, partition, offset, -1, -1, 1 << 20);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
