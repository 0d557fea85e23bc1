package io.twinspan.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.Appended;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetch;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.exchange.Topology;
import io.twinspan.link.fake.FakeExchange.Call;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import io.twinspan.model.error.Fenced;
import io.twinspan.model.wire.PositionRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkTest {
    /** A link of one lane that has read some single-record batches. */
    private static LinkBench withRead(int batches) {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0).settle();
        Stored log = Stored.log();
        for (int i = 0; i < batches; i++) {
            log.batch(i, "value " + i);
        }
        Call<Fetch, Fetched> call = bench.exchange().onlyFetch(Side.SOURCE);
        bench.answer(call, Map.of(0, log.bytes()), batches);
        return bench.settle();
    }

    private static Call<Append, Appended> append(LinkBench bench) {
        assertThat(bench.exchange().appends()).hasSize(1);
        return bench.exchange().appends().get(0);
    }

    private static PositionRecord.TipRecord onlyTip(List<PositionRecord> records) {
        return records.stream()
                .filter(PositionRecord.TipRecord.class::isInstance)
                .map(PositionRecord.TipRecord.class::cast)
                .reduce((one, other) -> {
                    throw new AssertionError("two tips");
                })
                .orElseThrow();
    }

    @Test
    void storesItsStartFirst() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0);
        bench.log(Side.SOURCE, 5, 9);
        bench.log(Side.TARGET, 0, 0);
        bench.settle();

        assertThat(bench.stored()).singleElement().isInstanceOfSatisfying(PositionRecord.Start.class, start -> {
            assertThat(start.tip().source()).isEqualTo(5);
            assertThat(start.owner()).isEqualTo(1);
        });
    }

    @Test
    void drainingWaitsForAnswersStopsReadingAndReturnsThePositions() {
        LinkBench bench = withRead(3);
        Call<Append, Appended> call = append(bench);
        bench.acknowledge(call, 0);
        List<PositionRecord> records = bench.link().drain(5_000);

        assertThat(onlyTip(records).tip().source()).isEqualTo(3);
        assertThat(records.get(records.size() - 2)).isInstanceOf(PositionRecord.RunsPage.class);
        int fetches = bench.exchange().fetches().size();
        bench.link().step();
        assertThat(bench.exchange().fetches()).hasSize(fetches);
    }

    @Test
    void drainingEndsInTimeWithoutAnAnswer() {
        LinkBench bench = withRead(3);
        long start = bench.exchange().nowMs();

        assertThat(bench.link().drain(2_000)).isEmpty();
        assertThat(bench.exchange().nowMs() - start).isBetween(2_000L, 2_100L);
    }

    @Test
    void pollReturnsWhenItsTimeIsUpOrAPositionIsThere() {
        LinkBench bench = withRead(1);
        long start = bench.exchange().nowMs();
        assertThat(bench.link().poll(700)).isEmpty();
        assertThat(bench.exchange().nowMs() - start).isEqualTo(700);

        bench.acknowledge(append(bench), 0);
        onlyTip(bench.link().poll(10_000));
        assertThat(bench.exchange().nowMs() - start).isLessThan(3_000);
    }

    @Test
    void saysThatAnotherOwnerHasWon() {
        LinkBench bench = withRead(1);
        bench.refuse(append(bench), BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER);

        assertThatThrownBy(() -> bench.link().poll(1_000))
                .isInstanceOf(Fenced.class)
                .hasMessageContaining("lane t-0");
        assertThatThrownBy(() -> bench.link().step()).isInstanceOf(Fenced.class);
    }

    @Test
    void closesItsExchange() {
        LinkBench bench = withRead(1);
        bench.link().close();
        assertThat(bench.exchange().isClosed()).isTrue();
    }

    @Test
    void findsAPartitionThatComesLater() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 0);
        Topology.Leader later = bench.leaders(Side.TARGET).remove(1);
        bench.pass(30_000);
        assertThat(bench.link().stats().lanes()).extracting(LaneStats::phase).containsExactly("COPYING", "LOCATING");

        bench.leaders(Side.TARGET).add(later);
        bench.pass(3_000);
        assertThat(bench.link().stats().lanes()).extracting(LaneStats::phase).containsExactly("COPYING", "COPYING");
    }

    @Test
    void doesNotSpinWhenThereIsNothingToDo() {
        LinkBench bench = LinkBench.of(LinkBench.config(), 0, 0).pass(2_000);
        long next = bench.link().nextWakeupMs();

        assertThat(next - bench.exchange().nowMs()).isGreaterThan(60_000);
    }

    @Test
    void reportsWhatItsLanesDo() {
        LinkBench bench = withRead(2);
        bench.acknowledge(append(bench), 7);
        bench.settle();

        assertThat(bench.link().stats().lanes()).singleElement().satisfies(lane -> {
            assertThat(lane.phase()).isEqualTo("COPYING");
            assertThat(lane.records()).isEqualTo(2);
            assertThat(lane.foreignOffsets()).isEqualTo(7);
        });
    }
}
