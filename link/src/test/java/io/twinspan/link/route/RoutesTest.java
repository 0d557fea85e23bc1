package io.twinspan.link.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fake.FakeExchange;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final FakeExchange exchange = new FakeExchange();
    private int changes;
    private final Routes routes = new Routes(exchange, Side.SOURCE, List.of("t"), () -> changes++);

    private static Topology topology(BrokerError error, int... nodes) {
        List<Topology.Leader> leaders = java.util.Arrays.stream(nodes)
                .mapToObj(node -> new Topology.Leader(node, 3))
                .toList();
        return new Topology("id", Map.of("t", new Topology.Topic(error, new Uuid(1, 1), leaders)));
    }

    private long tick() {
        return routes.tick(exchange.nowMs());
    }

    private void answer(Topology topology) {
        exchange.answer(exchange.describes().get(0), topology);
        exchange.poll(0);
    }

    /** Ticks for some time, answering each question at once; the number of questions. */
    private int asked(long ms, Topology topology) {
        int asked = 0;
        long end = exchange.nowMs() + ms;
        while (exchange.nowMs() < end) {
            tick();
            if (!exchange.describes().isEmpty()) {
                asked++;
                answer(topology);
            }
            exchange.pass(5);
        }
        return asked;
    }

    @Test
    void asksAtOnceAndKnowsThen() {
        tick();
        assertThat(exchange.describes()).hasSize(1);
        assertThat(routes.leader("t", 0)).isNull();
        answer(topology(BrokerError.NONE, 4));

        assertThat(changes).isEqualTo(1);
        assertThat(routes.leader("t", 0)).isEqualTo(new Topology.Leader(4, 3));
        assertThat(routes.leader("t", 1)).isNull();
        assertThat(routes.leader("u", 0)).isNull();
        assertThat(routes.topicId("t")).isEqualTo(new Uuid(1, 1));
        assertThat(routes.clusterId()).isEqualTo("id");
    }

    @Test
    void asksOneThingAtATimeAndOnlyWhenItIsDoubted() {
        tick();
        tick();
        assertThat(exchange.describes()).hasSize(1);
        answer(topology(BrokerError.NONE, 4));
        assertThat(asked(10_000, topology(BrokerError.NONE, 4))).isZero();

        routes.doubt();
        routes.doubt();
        assertThat(asked(10_000, topology(BrokerError.NONE, 5))).isEqualTo(1);
        assertThat(routes.leader("t", 0)).isEqualTo(new Topology.Leader(5, 3));
    }

    @Test
    void asksAgainAfterAWhileByItself() {
        tick();
        answer(topology(BrokerError.NONE, 4));
        long next = tick();
        assertThat(next - exchange.nowMs()).isBetween(60_000L, 300_000L);
        exchange.pass(next - exchange.nowMs());
        tick();
        assertThat(exchange.describes()).hasSize(1);
    }

    @Test
    void asksMoreAndMoreSlowlyWhileSomethingIsMissing() {
        for (Topology lacking :
                List.of(topology(BrokerError.NONE, -1), topology(BrokerError.UNKNOWN_TOPIC_OR_PARTITION))) {
            assertThat(asked(60_000, lacking)).isBetween(30, 60);
            assertThat(routes.leader("t", 0)).isNull();
        }
        assertThat(asked(10_000, topology(BrokerError.NONE, 4))).isBetween(1, 2);
        assertThat(routes.leader("t", 0)).isNotNull();
    }

    @Test
    void keepsWhatItKnowsAndSaysWhyItCannotAsk() {
        tick();
        answer(topology(BrokerError.NONE, 4));
        routes.doubt();
        exchange.pass(1_000);
        tick();
        var failure = new Failure(Failure.Kind.AUTHENTICATION, "no");
        exchange.fail(exchange.describes().get(0), failure);
        exchange.poll(0);

        assertThat(routes.failure()).isEqualTo(failure);
        assertThat(routes.leader("t", 0)).isNotNull();
        assertThat(asked(10_000, topology(BrokerError.NONE, 4))).isEqualTo(1);
        assertThat(routes.failure()).isNull();
    }
}
