package io.twinspan.link.route;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Channel;
import io.twinspan.link.exchange.Exchange;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Reply;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Asks leaders for first and next offsets, many partitions in one request. Confined to the link thread. */
public final class OffsetFinder {
    private static final int SLOT = 900;

    private final Exchange exchange;
    private final Map<Group, Map<TopicPartition, Question>> waiting = new LinkedHashMap<>();

    public OffsetFinder(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Takes the outcome of a question. */
    public interface Outcome {
        void found(long offset);

        void failed(Cure cure, String message);
    }

    private record Group(Side side, int node, FindOffsets.Kind kind, boolean readCommitted) {}

    private record Question(int leaderEpoch, List<Outcome> outcomes) {}

    /** Notes a question; it goes out with the next {@link #tick}. */
    public void find(
            Side side,
            Topology.Leader leader,
            TopicPartition partition,
            FindOffsets.Kind kind,
            boolean readCommitted,
            Outcome outcome) {
        waiting.computeIfAbsent(new Group(side, leader.node(), kind, readCommitted), group -> new LinkedHashMap<>())
                .computeIfAbsent(partition, tp -> new Question(leader.epoch(), new ArrayList<>()))
                .outcomes()
                .add(outcome);
    }

    /** Sends what was noted. */
    public void tick() {
        if (waiting.isEmpty()) {
            return;
        }
        Map<Group, Map<TopicPartition, Question>> now = new LinkedHashMap<>(waiting);
        waiting.clear();
        now.forEach(this::ask);
    }

    private void ask(Group group, Map<TopicPartition, Question> questions) {
        List<FindOffsets.Query> queries = new ArrayList<>(questions.size());
        questions.forEach((partition, question) -> queries.add(
                new FindOffsets.Query(partition.topic(), partition.partition(), question.leaderEpoch(), group.kind())));
        Map<TopicPartition, Question> open = new HashMap<>(questions);
        exchange.findOffsets(
                new Channel(group.side(), group.node(), SLOT),
                new FindOffsets(group.readCommitted(), queries),
                new Reply<>() {
                    @Override
                    public void answered(FoundOffsets answer) {
                        for (FoundOffsets.Partition found : answer.partitions()) {
                            Question question = open.remove(new TopicPartition(found.topic(), found.partition()));
                            if (question != null) {
                                question.outcomes().forEach(outcome -> tell(outcome, found));
                            }
                        }
                        failAll(Cure.RETRY, "the broker left a partition out of its answer");
                    }

                    @Override
                    public void failed(Failure failure) {
                        failAll(cureOf(failure), failure.message());
                    }

                    private void failAll(Cure cure, String message) {
                        List<Question> left = new ArrayList<>(open.values());
                        open.clear();
                        left.forEach(question -> question.outcomes().forEach(outcome -> outcome.failed(cure, message)));
                    }
                });
    }

    private static void tell(Outcome outcome, FoundOffsets.Partition found) {
        if (found.error() == BrokerError.NONE) {
            outcome.found(found.offset());
        } else {
            outcome.failed(
                    found.error().cure(),
                    "asked for an offset of " + found.topic() + "-" + found.partition() + ", the broker answered "
                            + found.error());
        }
    }

    /** What to do when a request got no answer. */
    public static Cure cureOf(Failure failure) {
        return switch (failure.kind()) {
            case DISCONNECTED, TIMED_OUT -> Cure.REROUTE;
            case AUTHENTICATION, UNSUPPORTED -> Cure.OPERATOR;
        };
    }
}
