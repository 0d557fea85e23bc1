package io.twinspan.link.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The appender, as part of a link. */
class AppenderTest {
    private static final int LARGE = 350_000;

    private static LinkConfig config(int connections) {
        LinkConfig usual = LinkBench.config();
        return new LinkConfig(
                usual.name(),
                true,
                64 << 20,
                2,
                connections,
                4 << 20,
                1 << 20,
                5,
                Long.MAX_VALUE,
                2_000,
                false,
                null,
                false,
                usual.origins());
    }

    /** Has each lane read some batches. */
    private static LinkBench filled(LinkConfig config, int lanes, int batches, int bytes) {
        LinkBench bench = LinkBench.of(config, new int[lanes]).settle();
        Map<Integer, ByteBuffer> records = new HashMap<>();
        for (int lane = 0; lane < lanes; lane++) {
            Stored log = Stored.log();
            for (int i = 0; i < batches; i++) {
                log.batch(i, "x".repeat(bytes) + i);
            }
            records.put(lane, log.bytes());
        }
        answerFetches(bench, records, batches);
        return bench;
    }

    private static void answerFetches(LinkBench bench, Map<Integer, ByteBuffer> records, long end) {
        for (Call<Fetch, Fetched> call : List.copyOf(bench.exchange().fetches())) {
            bench.answer(call, records, end);
        }
        bench.settle();
    }

    private static List<Integer> partitions(Call<Append, Appended> call) {
        return call.request().entries().stream().map(Append.Entry::partition).toList();
    }

    private static List<Integer> sequences(Call<Append, Appended> call) {
        return call.request().entries().stream()
                .map(entry -> Batch.baseSequence(entry.batch(), entry.batch().position()))
                .toList();
    }

    @Test
    void aRequestTakesOneBatchOfEveryLane() {
        LinkBench bench = filled(config(1), 3, 4, 10);

        Call<Append, Appended> first = bench.exchange().appends().get(0);
        assertThat(bench.exchange().appends())
                .as("the first of each lane goes alone")
                .hasSize(1);
        assertThat(partitions(first)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(sequences(first)).containsOnly(0);

        bench.acknowledge(first, 0);
        bench.settle();
        assertThat(bench.exchange().appends())
                .hasSize(3)
                .allSatisfy(call -> assertThat(partitions(call)).containsExactlyInAnyOrder(0, 1, 2));
        assertThat(bench.exchange().appends())
                .extracting(AppenderTest::sequences)
                .containsExactly(List.of(1, 1, 1), List.of(2, 2, 2), List.of(3, 3, 3));
    }

    @Test
    void hasFiveRequestsInFlightAtMost() {
        LinkBench bench = filled(config(1), 1, 12, 10);
        bench.acknowledge(bench.exchange().appends().get(0), 0);
        bench.settle();
        assertThat(bench.exchange().appends()).hasSize(5);

        bench.acknowledge(bench.exchange().appends().get(0), 1);
        bench.settle();
        assertThat(bench.exchange().appends())
                .extracting(AppenderTest::sequences)
                .containsExactly(List.of(2), List.of(3), List.of(4), List.of(5), List.of(6));
    }

    @Test
    void boundsTheBytesOfARequest() {
        LinkBench bench = filled(config(1), 10, 1, LARGE);

        assertThat(bench.exchange().appends()).hasSize(2).allSatisfy(call -> {
            int bytes = call.request().entries().stream()
                    .mapToInt(entry -> entry.batch().remaining())
                    .sum();
            assertThat(bytes).isLessThan((4 << 20) + 3 * LARGE);
        });
    }

    @Test
    void aLaneAlwaysUsesTheSameConnection() {
        LinkBench bench = filled(config(3), 6, 3, 10);
        Map<Integer, Integer> slots = new HashMap<>();
        for (int round = 0; round < 3; round++) {
            for (Call<Append, Appended> call : List.copyOf(bench.exchange().appends())) {
                for (int partition : partitions(call)) {
                    assertThat(slots.computeIfAbsent(
                                    partition, p -> call.channel().slot()))
                            .isEqualTo(call.channel().slot());
                }
                bench.acknowledge(call, round);
            }
            bench.settle();
        }
        assertThat(slots.values()).containsOnly(0, 1, 2);
    }

    @Test
    void aLostAnswerIsTheTroubleOfItsLanesOnly() {
        LinkBench bench = filled(config(1), 2, 1, LARGE * 12);
        assertThat(bench.exchange().appends()).hasSize(2);
        Call<Append, Appended> lost = bench.exchange().appends().get(0);
        int partition = partitions(lost).get(0);
        bench.exchange().fail(lost, new Failure(Failure.Kind.DISCONNECTED, "gone"));
        bench.settle();

        assertThat(bench.link().stats().lanes().get(1 - partition).phase()).isEqualTo("COPYING");
        assertThat(bench.exchange().appends()).hasSize(1);
        bench.pass(100);
        // The scan found nothing, so the lane reads and appends again.
        answerFetches(bench, Map.of(partition, Stored.log().batch(0, "again").bytes()), 1);
        assertThat(bench.exchange().appends()).hasSize(2);
        assertThat(bench.link().stats().lanes().get(partition).trouble()).isEmpty();
    }

    @Test
    void aPartitionThatIsLeftOutOfTheAnswerIsNotTakenForAppended() {
        LinkBench bench = filled(config(1), 1, 1, 10);
        bench.exchange().answer(bench.exchange().appends().get(0), new Appended(List.of()));
        bench.settle();

        assertThat(bench.link().stats().lanes().get(0).records()).isZero();
        assertThat(bench.exchange().leasedBytes()).isZero();
    }

    /** What waits for a leader would pin receive buffers, and starve every other lane of memory. */
    @Test
    void aLaneWithoutALeaderHoldsNoMemory() {
        LinkBench bench = filled(config(1), 1, 8, 10);
        assertThat(bench.exchange().leasedBytes()).isPositive();
        bench.leaders(Side.TARGET).set(0, new Topology.Leader(-1, 1));
        bench.refuse(bench.exchange().appends().get(0), BrokerError.NOT_LEADER_OR_FOLLOWER);
        bench.pass(5_000);
        assertThat(bench.exchange().leasedBytes()).isZero();

        bench.leaders(Side.TARGET).set(0, new Topology.Leader(1, 2));
        bench.pass(10_000);
        answerFetches(bench, Map.of(0, Stored.log().batch(0, "again").bytes()), 1);
        assertThat(bench.exchange().appends()).singleElement().satisfies(call -> {
            assertThat(call.channel().node()).isEqualTo(1);
            assertThat(sequences(call)).containsExactly(0);
        });
    }

    @Test
    void losingTheLeaderWhileNothingIsInFlightDropsWhatWaits() {
        LinkBench bench = filled(config(1), 1, 8, 10);
        bench.acknowledge(bench.exchange().appends().get(0), 0);
        bench.leaders(Side.TARGET).set(0, new Topology.Leader(-1, 1));
        // The refresh of a known topology comes after minutes; an append that fails brings it at once.
        bench.settle();
        List.copyOf(bench.exchange().appends())
                .forEach(call -> bench.exchange().fail(call, new Failure(Failure.Kind.DISCONNECTED, "gone")));
        bench.pass(1_000);

        assertThat(bench.exchange().leasedBytes()).isZero();
        assertThat(bench.exchange().appends()).isEmpty();
    }
}
