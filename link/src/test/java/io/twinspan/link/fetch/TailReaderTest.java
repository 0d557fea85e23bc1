package io.twinspan.link.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Failure;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.fake.FakeExchange.Call;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reader of the target's tail, as part of a link whose lanes begin at the target's end. */
class TailReaderTest {
    private static final int LOCAL = ProducerIds.origin("source-id");

    private static LinkBench lanes(int count) {
        LinkBench bench = LinkBench.of(LinkBench.config(), new int[count]);
        bench.log(Side.TARGET, 0, 10);
        return bench.settle();
    }

    private static Stored ours(int partition, int sequence) {
        return Stored.log()
                .producer(
                        ProducerIds.of(LOCAL, new LaneId(LinkBench.SOURCE_ID, LinkBench.TOPIC, partition, 0)),
                        sequence);
    }

    private static String phase(LinkBench bench, int partition) {
        return bench.link().stats().lanes().get(partition).phase();
    }

    @Test
    void aLaneThatNeverRanIsReadFromTheLogsBeginningWithoutASessionOrAWait() {
        Call<Fetch, Fetched> call = lanes(1).exchange().onlyFetch(Side.TARGET);

        assertThat(call.request().session()).isFalse();
        assertThat(call.request().readCommitted()).isFalse();
        assertThat(call.request().maxWaitMs()).isZero();
        assertThat(call.request().positions()).singleElement().satisfies(position -> {
            assertThat(position.topic()).isEqualTo(LinkBench.TARGET);
            assertThat(position.offset()).isZero();
            assertThat(position.lastFetchedEpoch()).isEqualTo(-1);
        });
    }

    @Test
    void goesOnUntilTheEndIsReached() {
        LinkBench bench = lanes(1);
        bench.answer(
                bench.exchange().onlyFetch(Side.TARGET),
                Map.of(0, Stored.log().batch(9, "x").bytes()),
                12);
        bench.settle();
        Call<Fetch, Fetched> next = bench.exchange().onlyFetch(Side.TARGET);
        assertThat(next.request().positions().get(0).offset()).isEqualTo(10);
        bench.answer(next, Map.of(0, ours(0, 0).batch(10, "a", "b").bytes()), 12);
        bench.settle();

        assertThat(phase(bench, 0)).isEqualTo("COPYING");
        assertThat(bench.exchange().leasedBytes()).isZero();
    }

    @Test
    void readsManyLanesInOneRequest() {
        Call<Fetch, Fetched> call = lanes(40).exchange().onlyFetch(Side.TARGET);
        assertThat(call.request().positions()).hasSize(32);
    }

    @Test
    void lanesThatGotNothingFromAFullAnswerAreReadNext() {
        LinkBench bench = lanes(3);
        Map<Integer, ByteBuffer> first = new HashMap<>();
        first.put(0, Stored.log().batch(9, "x").bytes());
        first.put(1, Stored.log().batch(9, "a large one").cutTo(50));
        bench.answer(bench.exchange().onlyFetch(Side.TARGET), first, 10);
        bench.settle();
        assertThat(phase(bench, 0)).isEqualTo("COPYING");

        Call<Fetch, Fetched> next = bench.exchange().onlyFetch(Side.TARGET);
        assertThat(next.request().positions())
                .extracting(Fetch.Position::partition)
                .containsExactly(1, 2);
    }

    /** After an unclean election the log may end below what was told a moment ago. */
    @Test
    void doesNotSpinOnALogThatEndsBelowItsOwnEnd() {
        LinkBench bench = lanes(1);
        int asked = 0;
        long start = bench.exchange().nowMs();
        while (bench.exchange().nowMs() < start + 10_000) {
            for (Call<Fetch, Fetched> call : List.copyOf(bench.exchange().fetches())) {
                asked++;
                bench.answer(call, Map.of(), 5);
            }
            bench.pass(10);
        }
        assertThat(asked).isBetween(3, 20);

        bench.log(Side.TARGET, 0, 5);
        bench.pass(10_000);
        // It has appended nothing, so it looks again from the log's new end.
        bench.log(Side.TARGET, 0, 5);
        assertThat(bench.settle().link().stats().lanes().get(0).trouble()).isEmpty();
        assertThat(phase(bench, 0)).isIn("SCANNING", "COPYING");
    }

    @Test
    void passesOverAHoleAtTheEndOfACompactedTarget() {
        LinkBench bench = lanes(1);
        bench.answer(bench.exchange().onlyFetch(Side.TARGET), Map.of(), 10);
        bench.settle();

        assertThat(phase(bench, 0)).isEqualTo("COPYING");
    }

    @Test
    void beginsAgainWhereTheBrokerIsNotTheLeaderOrGone() {
        LinkBench bench = lanes(1);
        bench.answerError(bench.exchange().onlyFetch(Side.TARGET), BrokerError.NOT_LEADER_OR_FOLLOWER);
        bench.pass(10_000);
        bench.exchange().fail(bench.exchange().onlyFetch(Side.TARGET), new Failure(Failure.Kind.TIMED_OUT, "late"));
        bench.pass(10_000);
        bench.answer(
                bench.exchange().onlyFetch(Side.TARGET),
                Map.of(0, Stored.log().batch(9, "x").bytes()),
                10);
        bench.settle();

        assertThat(phase(bench, 0)).isEqualTo("COPYING");
        assertThat(bench.link().stats().lanes().get(0).trouble()).isEmpty();
    }

    @Test
    void saysWhichPermissionIsMissing() {
        LinkBench bench = lanes(1);
        bench.answerError(bench.exchange().onlyFetch(Side.TARGET), BrokerError.TOPIC_AUTHORIZATION_FAILED);
        bench.settle();

        assertThat(bench.link().stats().lanes().get(0).trouble())
                .contains("needs READ and DESCRIBE")
                .contains("dc1.t-0");
    }

    @Test
    void aDamagedAnswerDoesNotStopTheOthers() {
        LinkBench bench = lanes(2);
        ByteBuffer damaged = ours(0, 0).batch(10, "a").bytes();
        damaged.put(damaged.limit() - 1, (byte) 0x55);
        bench.answer(
                bench.exchange().onlyFetch(Side.TARGET),
                Map.of(0, damaged, 1, Stored.log().batch(9, "x").bytes()),
                10);
        bench.settle();

        assertThat(bench.link().stats().lanes().get(0).trouble()).contains("is damaged");
        assertThat(phase(bench, 1)).isEqualTo("COPYING");
        assertThat(bench.exchange().leasedBytes()).isZero();
    }
}
