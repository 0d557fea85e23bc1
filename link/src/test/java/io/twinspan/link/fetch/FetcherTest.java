package io.twinspan.link.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fake.FakeExchange.Call;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fetcher, as part of a link. */
class FetcherTest {
    private static final long END = 1_000;

    private static LinkConfig config(long memory, int connections, int fetchBytes, long rate) {
        LinkConfig usual = LinkBench.config();
        return new LinkConfig(
                usual.name(), true, memory, connections, 1, fetchBytes, 1 << 20, 5, rate, 2_000, true, null, false,
                usual.origins());
    }

    private static List<Integer> partitions(Call<Fetch, Fetched> call) {
        return call.request().positions().stream()
                .map(Fetch.Position::partition)
                .toList();
    }

    private static ByteBuffer batch(long offset) {
        return Stored.log().batch(offset, "value " + offset).bytes();
    }

    /** The fetches that wait, by node and slot. */
    private static Map<String, List<Integer>> waiting(LinkBench bench) {
        Map<String, List<Integer>> waiting = new HashMap<>();
        bench.exchange()
                .fetches()
                .forEach(call ->
                        waiting.put(call.channel().node() + "/" + call.channel().slot(), partitions(call)));
        return waiting;
    }

    /** Answers every fetch with nothing, at this end of the log. */
    private static void answerAll(LinkBench bench, long end) {
        List.copyOf(bench.exchange().fetches()).forEach(call -> bench.answer(call, Map.of(), end));
        bench.settle();
    }

    @Test
    void lanesThatHaveReadEverythingShareTheLiveSession() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 0, 1).settle();
        answerAll(bench, 0);
        answerAll(bench, 0);

        assertThat(waiting(bench)).isEqualTo(Map.of("0/0", List.of(0, 1), "1/0", List.of(2)));
        assertThat(bench.exchange().fetches()).allSatisfy(call -> {
            assertThat(call.request().session()).isTrue();
            assertThat(call.request().minBytes()).isEqualTo(1);
        });
    }

    @Test
    void lanesThatLagDivideAmongTheBacklogConnections() {
        LinkBench bench = LinkBench.of(config(64 << 20, 2, 4 << 20, Long.MAX_VALUE), 0, 0, 0, 0, 0)
                .settle();
        answerAll(bench, END);

        assertThat(waiting(bench)).isEqualTo(Map.of("0/1", List.of(0, 1, 2), "0/2", List.of(3, 4)));
        assertThat(bench.exchange().fetches())
                .allSatisfy(call -> assertThat(call.request().session()).isFalse());
    }

    @Test
    void whileTheLiveRequestIsOutAReadyLaneUsesABacklogConnection() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 0).settle();
        bench.answer(bench.exchange().onlyFetch(Side.SOURCE), Map.of(), partition -> partition);
        bench.settle();
        assertThat(waiting(bench)).isEqualTo(Map.of("0/0", List.of(0), "0/1", List.of(1)));
        bench.answer(onSlot(bench, 1), Map.of(1, batch(0)), 1);
        bench.settle();

        // It has read everything now, but cannot join the request that waits at the broker.
        assertThat(waiting(bench)).isEqualTo(Map.of("0/0", List.of(0), "0/1", List.of(1)));
        assertThat(onSlot(bench, 1).request().maxWaitMs()).isLessThan(50);
    }

    private static Call<Fetch, Fetched> onSlot(LinkBench bench, int slot) {
        return bench.exchange().fetches().stream()
                .filter(call -> call.channel().slot() == slot)
                .findFirst()
                .orElseThrow();
    }

    /** A broker fills its answer from the first partition on. */
    @Test
    void noLaneStarvesBehindOthersThatHaveAlwaysMore() {
        LinkBench bench = LinkBench.of(config(64 << 20, 1, 4 << 20, Long.MAX_VALUE), 0, 0, 0, 0, 0, 0, 0)
                .settle();
        answerAll(bench, END);
        Map<Integer, Long> read = new HashMap<>();
        for (int round = 0; round < 14; round++) {
            Call<Fetch, Fetched> call = bench.exchange().onlyFetch(Side.SOURCE);
            Map<Integer, ByteBuffer> records = new HashMap<>();
            for (Fetch.Position position : call.request().positions().subList(0, 2)) {
                records.put(position.partition(), batch(position.offset()));
                read.merge(position.partition(), 1L, Long::sum);
            }
            bench.answer(call, records, END);
            bench.settle();
        }

        assertThat(read)
                .hasSize(7)
                .allSatisfy((partition, times) -> assertThat(times).isEqualTo(4));
    }

    @Test
    void brokersTakeTurnsWhereMemoryIsShort() {
        LinkBench bench =
                LinkBench.of(config(1_000, 1, 1_000, Long.MAX_VALUE), 0, 1, 2).settle();
        Set<Integer> served = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Call<Fetch, Fetched> call = bench.exchange().onlyFetch(Side.SOURCE);
            served.add(call.channel().node());
            bench.answer(call, Map.of(), 0);
            bench.settle();
        }

        assertThat(served).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void liveAndBacklogTakeTurnsWhereMemoryIsShort() {
        LinkBench bench =
                LinkBench.of(config(1_000, 1, 1_000, Long.MAX_VALUE), 0, 0).settle();
        bench.answer(bench.exchange().onlyFetch(Side.SOURCE), Map.of(), 0);
        bench.settle();
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Call<Fetch, Fetched> call = bench.exchange().onlyFetch(Side.SOURCE);
            slots.add(call.channel().slot());
            // Partition 1 always lags, 0 never does.
            bench.answer(call, Map.of(), partition -> partition * END);
            bench.settle();
        }

        assertThat(slots).contains(0, 1);
    }

    @Test
    void readsNoFasterThanItsRate() {
        LinkBench bench = LinkBench.of(config(64 << 20, 1, 4 << 20, 1_000), 0).settle();
        answerAll(bench, END);
        ByteBuffer records = batch(0);
        int bytes = records.remaining();
        bench.answer(bench.exchange().onlyFetch(Side.SOURCE), Map.of(0, records), END);
        bench.settle();
        assertThat(bench.exchange().fetches()).isEmpty();

        bench.pass(bytes - 1L);
        assertThat(bench.exchange().fetches()).isEmpty();
        bench.pass(1);
        assertThat(bench.exchange().fetches()).hasSize(1);
    }

    @Test
    void pausesBeforeItAsksABrokerThatAnsweredAnErrorAgain() {
        for (BrokerError error : List.of(
                BrokerError.FETCH_SESSION_ID_NOT_FOUND,
                BrokerError.THROTTLING_QUOTA_EXCEEDED,
                BrokerError.NOT_LEADER_OR_FOLLOWER,
                BrokerError.UNKNOWN_SERVER_ERROR)) {
            LinkBench bench = LinkBench.of(LinkBench.config(), 0).settle();
            int asked = 0;
            long start = bench.exchange().nowMs();
            while (bench.exchange().nowMs() < start + 10_000) {
                for (Call<Fetch, Fetched> call : List.copyOf(bench.exchange().fetches())) {
                    asked++;
                    bench.exchange()
                            .answer(
                                    call,
                                    new Fetched(
                                            error, List.of(), bench.exchange().lease(0)));
                }
                bench.pass(10);
            }
            assertThat(asked).as(error.name()).isBetween(3, 20);
        }
    }

    @Test
    void aLostAnswerGivesItsConnectionAndItsMemoryBack() {
        LinkBench bench =
                LinkBench.of(config(1_000, 1, 1_000, Long.MAX_VALUE), 0).settle();
        for (int i = 0; i < 20; i++) {
            bench.exchange()
                    .fail(bench.exchange().onlyFetch(Side.SOURCE), new Failure(Failure.Kind.DISCONNECTED, "gone"));
            bench.pass(6_000);
        }
        assertThat(bench.exchange().fetches()).hasSize(1);
    }

    @Test
    void aLaneWhosePartitionHasNoLeaderWaitsUntilThereIsOne() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 1).settle();
        bench.leaders(Side.SOURCE).set(0, new Topology.Leader(-1, 1));
        Call<Fetch, Fetched> call = bench.exchange().fetches().stream()
                .filter(fetch -> fetch.channel().node() == 0)
                .findFirst()
                .orElseThrow();
        bench.answerError(call, BrokerError.NOT_LEADER_OR_FOLLOWER);
        bench.pass(15);
        // Asked once more before it was known that there is no leader.
        bench.exchange().fetches().stream()
                .filter(fetch -> fetch.channel().node() == 0)
                .toList()
                .forEach(fetch -> bench.answerError(fetch, BrokerError.NOT_LEADER_OR_FOLLOWER));
        bench.pass(20_000);
        assertThat(bench.exchange().fetches()).hasSize(1);

        bench.leaders(Side.SOURCE).set(0, new Topology.Leader(1, 2));
        bench.pass(5_000);
        answerAll(bench, 0);
        answerAll(bench, 0);
        assertThat(waiting(bench)).isEqualTo(Map.of("1/0", List.of(1, 0)));
        assertThat(bench.exchange()
                        .fetches()
                        .get(0)
                        .request()
                        .positions()
                        .get(1)
                        .leaderEpoch())
                .isEqualTo(2);
    }
}
