package io.twinspan.link.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.FindOffsets;
import io.twinspan.link.exchange.FindOffsets.Kind;
import io.twinspan.link.exchange.FoundOffsets;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fake.FakeExchange;
import io.twinspan.link.fake.FakeExchange.Call;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetFinderTest {
    private final FakeExchange exchange = new FakeExchange();
    private final OffsetFinder finder = new OffsetFinder(exchange);
    private final List<String> told = new ArrayList<>();

    private void find(Side side, int node, int partition, Kind kind, boolean committed, String name) {
        finder.find(
                side,
                new Topology.Leader(node, 7),
                new TopicPartition("t", partition),
                kind,
                committed,
                new OffsetFinder.Outcome() {
                    @Override
                    public void found(long offset) {
                        told.add(name + " " + offset);
                    }

                    @Override
                    public void failed(Cure cure, String message) {
                        told.add(name + " " + cure);
                    }
                });
    }

    private Call<FindOffsets, FoundOffsets> asked() {
        finder.tick();
        assertThat(exchange.finds()).hasSize(1);
        return exchange.finds().get(0);
    }

    private void answer(Call<FindOffsets, FoundOffsets> call, FoundOffsets.Partition... parts) {
        exchange.answer(call, new FoundOffsets(List.of(parts)));
        exchange.poll(0);
    }

    @Test
    void asksForManyPartitionsInOneRequest() {
        find(Side.SOURCE, 1, 0, Kind.NEXT, true, "a");
        find(Side.SOURCE, 1, 1, Kind.NEXT, true, "b");
        Call<FindOffsets, FoundOffsets> call = asked();

        assertThat(call.request().readCommitted()).isTrue();
        assertThat(call.request().queries())
                .containsExactly(
                        new FindOffsets.Query("t", 0, 7, Kind.NEXT), new FindOffsets.Query("t", 1, 7, Kind.NEXT));
        answer(
                call,
                new FoundOffsets.Partition("t", 1, BrokerError.NONE, 11),
                new FoundOffsets.Partition("t", 0, BrokerError.NONE, 10));
        assertThat(told).containsExactly("b 11", "a 10");
    }

    @Test
    void asksOnceForTwoThatWantToKnowTheSame() {
        find(Side.SOURCE, 1, 0, Kind.FIRST, false, "a");
        find(Side.SOURCE, 1, 0, Kind.FIRST, false, "b");
        Call<FindOffsets, FoundOffsets> call = asked();
        assertThat(call.request().queries()).hasSize(1);
        answer(call, new FoundOffsets.Partition("t", 0, BrokerError.NONE, 5));

        assertThat(told).containsExactly("a 5", "b 5");
    }

    @Test
    void keepsBrokersKindsAndIsolationApart() {
        find(Side.SOURCE, 1, 0, Kind.FIRST, false, "a");
        find(Side.SOURCE, 2, 1, Kind.FIRST, false, "b");
        find(Side.SOURCE, 1, 0, Kind.NEXT, false, "c");
        find(Side.SOURCE, 1, 0, Kind.NEXT, true, "d");
        find(Side.TARGET, 1, 0, Kind.NEXT, true, "e");
        finder.tick();

        assertThat(exchange.finds()).hasSize(5);
    }

    @Test
    void tellsEachItsError() {
        find(Side.SOURCE, 1, 0, Kind.FIRST, false, "a");
        find(Side.SOURCE, 1, 1, Kind.FIRST, false, "b");
        find(Side.SOURCE, 1, 2, Kind.FIRST, false, "c");
        answer(
                asked(),
                new FoundOffsets.Partition("t", 0, BrokerError.FENCED_LEADER_EPOCH, -1),
                new FoundOffsets.Partition("t", 1, BrokerError.NONE, 4));

        assertThat(told).containsExactly("a REROUTE", "b 4", "c RETRY");
    }

    @Test
    void tellsAllThatNoAnswerCame() {
        find(Side.SOURCE, 1, 0, Kind.FIRST, false, "a");
        find(Side.SOURCE, 1, 1, Kind.FIRST, false, "b");
        exchange.fail(asked(), new Failure(Failure.Kind.AUTHENTICATION, "no"));
        exchange.poll(0);

        assertThat(told).containsExactlyInAnyOrder("a OPERATOR", "b OPERATOR");
        finder.tick();
        assertThat(exchange.finds()).isEmpty();
    }
}
