package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.fake.FakeLease;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lane's reading side, through the lane. */
class IntakeTest {
    static void fetched(LaneBench bench, ByteBuffer records, Fetched.Divergence divergence) {
        bench.lane.fetched(
                bench.lane.fetching(),
                new Fetched.Partition("t", 0, BrokerError.NONE, 99, 99, 0, List.of(), records, divergence),
                new FakeLease(),
                bench.nowMs);
    }

    private static LaneBench outOfRange(LaneBench bench) {
        return bench.fetchError(BrokerError.OFFSET_OUT_OF_RANGE);
    }

    @Test
    void goesOnBehindAGapAndCountsIt() {
        LaneBench bench = outOfRange(LaneBench.copying());
        bench.lane.sourceBounds(bench.host.bounds.get(0), 30, 50, bench.nowMs);

        assertThat(bench.lane.readOffset()).isEqualTo(30);
        assertThat(bench.lane.sight().end()).isEqualTo(50);
        assertThat(bench.lane.counters().gapOffsets()).isEqualTo(30);
        assertThat(bench.host.warnings).singleElement().asString().contains("offsets 0 to 29 of t-0");
        assertThat(bench.lane.fetchPosition(1, 1).lastFetchedEpoch()).isEqualTo(-1);
    }

    @Test
    void stopsAtAGapWhereThatIsWanted() {
        LinkConfig usual = LinkBench.config();
        LaneBench bench = outOfRange(LaneBench.at(
                        new LinkConfig(
                                usual.name(),
                                true,
                                usual.memoryBytes(),
                                1,
                                1,
                                1 << 20,
                                1 << 20,
                                5,
                                Long.MAX_VALUE,
                                2_000,
                                true,
                                null,
                                new LinkConfig.Policies(true, false),
                                usual.origins()),
                        0,
                        0,
                        0)
                .locate()
                .scanned(0));
        bench.lane.sourceBounds(bench.host.bounds.get(0), 30, 50, bench.nowMs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble()).contains("link.retention.gap=fail");
    }

    @Test
    void stopsWhereTheSourceEndsBelowWhatWasRead() {
        LaneBench bench = outOfRange(LaneBench.at(60, 10, 10).locate().scanned(10));
        bench.lane.sourceBounds(bench.host.bounds.get(0), 0, 50, bench.nowMs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble()).contains("ends at offset 50");
    }

    @Test
    void readsNothingWhileItWaitsForTheBounds() {
        LaneBench bench = outOfRange(LaneBench.copying());
        int wishes = bench.host.fetchWishes;
        bench.lane.tick(bench.nowMs);

        assertThat(bench.lane.wantsFetch()).isFalse();
        assertThat(bench.host.fetchWishes).isEqualTo(wishes);
    }

    /** An old answer would say that the source ends below what was read since. */
    @Test
    void boundsThatWereAskedForAnEarlierReadCountForNothing() {
        LaneBench bench = outOfRange(LaneBench.at(60, 10, 10).locate().scanned(10));
        int old = bench.host.bounds.get(0);
        bench.lane.targetLeaderMoved(bench.nowMs);
        bench.scanned(10);
        outOfRange(bench);

        bench.lane.sourceBounds(old, 0, 50, bench.nowMs);
        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
        bench.lane.sourceBounds(bench.host.bounds.get(1), 0, 70, bench.nowMs);
        assertThat(bench.lane.wantsFetch()).as("pauses, then reads again").isFalse();
        assertThat(bench.pass(1_000).lane.wantsFetch()).isTrue();
    }

    @Test
    void saysSoWhenAPositionInsideTheLogIsRefusedForLong() {
        LaneBench bench = LaneBench.at(60, 10, 10).locate().scanned(10);
        for (int i = 0; i < 5; i++) {
            outOfRange(bench);
            bench.lane.sourceBounds(bench.host.bounds.get(i), 0, 70, bench.nowMs);
            bench.pass(10_000);
        }
        assertThat(bench.lane.trouble()).contains("from offset 60");

        bench.fetched(Stored.log().batch(60, "a"));
        assertThat(bench.lane.trouble()).isEmpty();
    }

    @Test
    void stopsWhereTheSourceDiverges() {
        LaneBench bench = LaneBench.at(60, 10, 10).locate().scanned(10);
        fetched(bench, ByteBuffer.allocate(0), new Fetched.Divergence(3, 40));

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble())
                .contains("truncated")
                .contains("offset 40")
                .contains("epoch 3");
    }

    @Test
    void readsADamagedBatchAgainAndSaysSoWhenItStaysDamaged() {
        LaneBench bench = LaneBench.copying();
        ByteBuffer bytes = Stored.log().batch(0, "good").batch(1, "bad").bytes();
        bytes.put(bytes.limit() - 1, (byte) 0x55);
        int good = Stored.log().batch(0, "good").bytes().remaining();

        fetched(bench, bytes.duplicate(), null);
        assertThat(bench.lane.readOffset()).as("what came before is used").isEqualTo(1);
        assertThat(bench.lane.trouble()).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(bench.lane.wantsFetch()).isFalse();
            bench.pass(10_000);
            fetched(bench, bytes.duplicate().position(good).slice(), null);
        }
        assertThat(bench.lane.trouble()).contains("offset 1 is damaged");

        bench.pass(10_000).fetched(Stored.log().batch(1, "bad"));
        assertThat(bench.lane.trouble()).isEmpty();
    }

    @Test
    void pausesLongerAfterEachFailureAndReadsAgain() {
        LaneBench bench = LaneBench.copying();
        long waited = 0;
        for (int i = 0; i < 6; i++) {
            bench.host.wakes.clear();
            bench.lane.fetchFailed(bench.lane.fetching(), Cure.REROUTE, "gone", bench.nowMs);
            assertThat(bench.lane.wantsFetch()).isFalse();
            long wait = bench.host.wakes.element() - bench.nowMs;
            assertThat(wait).isGreaterThanOrEqualTo(10).isGreaterThanOrEqualTo(waited * 3 / 2);
            waited = wait;
            int wishes = bench.host.fetchWishes;
            bench.pass(wait);
            assertThat(bench.host.fetchWishes).isEqualTo(wishes + 1);
        }
        assertThat(bench.host.reroutes).hasSize(6).containsOnly(Side.SOURCE);
    }

    @Test
    void anEmptyAnswerAsksForMore() {
        LaneBench bench = LaneBench.copying();
        int wishes = bench.host.fetchWishes;
        bench.fetched(Stored.log());
        assertThat(bench.host.fetchWishes).isEqualTo(wishes + 1);
        bench.lane.fetchedNothing(bench.lane.fetching(), bench.nowMs);
        assertThat(bench.host.fetchWishes).isEqualTo(wishes + 2);
    }

    @Test
    void aPayloadThatCannotBeOpenedStopsTheLaneOnly() {
        ByteBuffer torn = Stored.log().compressed().batch(0, "a", "b").bytes();
        torn.put(70, (byte) 0x7f);
        torn.putInt(17, io.twinspan.link.batch.Batch.computeCrc(torn, 0, torn.remaining()));
        LaneBench bench = LaneBench.at(0, 0, 0)
                .locate()
                .scanned(1, Stored.log().producer(LaneBench.OURS, 0).batch(0, "a"));
        fetched(bench, torn, null);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble()).contains("offset 0 is damaged");
    }
}
