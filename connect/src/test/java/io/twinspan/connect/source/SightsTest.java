package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneStats;
import io.twinspan.link.LinkStats;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.SourceSight;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightsTest {
    private static final long OWNER = 7;

    private final Sights sights = new Sights(3, OWNER);

    @Test
    void aSecondPassesBeforeAnythingIsStored() {
        assertThat(due(0, lane(5, 5, 0, -1, 0))).isEmpty();
        assertThat(due(999, lane(5, 5, 999, -1, 999))).isEmpty();
        assertThat(due(1_000, lane(5, 5, 1_000, -1, 1_000))).hasSize(2);
    }

    @Test
    void whatChangesIsStoredAndAPulseVouchesForTheRest() {
        begin();
        assertThat(due(1_000, lane(5, 4, 990, -1, 800)))
                .containsExactly(
                        new SightRecord(new Sight("orders", 0, 5, 4, 990, -1, 800, 0, 100, true, OWNER)),
                        new PulseRecord(new Pulse(3, OWNER, 1_000, 990, -1)));

        assertThat(due(2_000, lane(5, 4, 1_980, -1, 800)))
                .containsExactly(new PulseRecord(new Pulse(3, OWNER, 2_000, 1_980, -1)));
        assertThat(due(3_000, lane(5, 5, 2_900, -1, 2_900)))
                .containsExactly(
                        new SightRecord(new Sight("orders", 0, 5, 5, 2_900, -1, 2_900, 0, 100, true, OWNER)),
                        new PulseRecord(new Pulse(3, OWNER, 3_000, 2_900, -1)));
    }

    @Test
    void noPulseVouchesForASourceThatIsSilent() {
        begin();
        due(1_000, lane(5, 5, 1_000, -1, 1_000));
        var lost = new Sight("orders", 0, 5, 5, 1_400, 1_500, 1_400, 0, 100, false, OWNER);
        assertThat(due(2_000, lane(5, 5, 1_400, 1_500, 1_400)))
                .containsExactly(new SightRecord(lost), new PulseRecord(new Pulse(3, OWNER, 2_000, -1, -1)));
        assertThat(due(3_000, lane(5, 5, 1_400, 1_500, 1_400)))
                .containsExactly(new PulseRecord(new Pulse(3, OWNER, 3_000, -1, -1)));
        assertThat(due(4_000, lane(5, 5, 3_990, -1, 3_990))).hasSize(2).first().isInstanceOf(SightRecord.class);
    }

    @Test
    void aSourceThatSaysNothingForAWhileIsSilentEvenWithoutAnError() {
        begin();
        due(1_000, lane(5, 5, 1_000, -1, 1_000));
        assertThat(due(4_000, lane(5, 5, 1_000, -1, 1_000))).hasSize(1);
        assertThat(due(5_000, lane(5, 5, 1_000, -1, 1_000)))
                .first()
                .isInstanceOfSatisfying(
                        SightRecord.class,
                        sight -> assertThat(sight.sight().isVouchedFor()).isFalse());
    }

    @Test
    void whatAnEarlierOwnerHadCopiedCountsUnlessRecordsWereLostSince() {
        sights.earlier(List.of(new Sight("orders", 0, 9, 8, 500, -1, 450, 11, 60, true, 99)));
        begin();
        assertThat(firstSight(due(1_000, lane(20, 8, 1_000, -1, -1))).caughtUpMs())
                .isEqualTo(450);
        assertThat(firstSight(due(2_000, lane(20, 7, 2_000, -1, -1))).caughtUpMs())
                .isEqualTo(-1);
    }

    @Test
    void ofALaneWithoutAPositionNothingIsSaid() {
        begin();
        assertThat(due(1_000, lane(20, -1, 1_000, -1, -1)))
                .containsExactly(new PulseRecord(new Pulse(3, OWNER, 1_000, -1, -1)));
    }

    @Test
    void whoRestsSaysByWhichOrder() {
        begin();
        assertThat(sights.resting(77, false, 100)).containsExactly(rests(100, 77, false));
        assertThat(sights.resting(77, false, 1_099)).isEmpty();
        assertThat(sights.resting(77, false, 1_100)).containsExactly(rests(1_100, 77, false));
    }

    @Test
    void whatIsNewOfRestIsSaidAtOnce() {
        begin();
        assertThat(sights.resting(77, false, 100)).hasSize(1);
        assertThat(sights.resting(77, true, 120)).containsExactly(rests(120, 77, true));
        assertThat(sights.resting(77, true, 1_119)).isEmpty();
        assertThat(sights.resting(78, true, 1_119)).containsExactly(rests(1_119, 78, true));
        assertThat(sights.resting(78, true, 2_119)).containsExactly(rests(2_119, 78, true));
    }

    private static PulseRecord rests(long timeMs, long orderMs, boolean isSettled) {
        return new PulseRecord(new Pulse(3, OWNER, timeMs, -1, orderMs, isSettled));
    }

    @Test
    void theFastestSecondOfTheLastHalfMinuteCounts() {
        var rate = new Sights.PeakRate();
        assertThat(rate.at(100, 0)).isZero();
        assertThat(rate.at(600, 1_000)).isEqualTo(500);
        assertThat(rate.at(600, 2_000)).isEqualTo(500);
        assertThat(rate.at(1_600, 4_000)).isEqualTo(500);
        assertThat(rate.at(1_601, 4_100)).as("rounded up").isEqualTo(500);
        assertThat(rate.at(1_601, 30_000)).isEqualTo(500);
        assertThat(rate.at(1_611, 31_000)).isEqualTo(500);
        assertThat(rate.at(1_621, 61_000)).isEqualTo(10);
        assertThat(rate.at(1_600, 62_000))
                .as("a truncated log does not shrink it")
                .isEqualTo(10);
    }

    private void begin() {
        due(0, lane(0, 0, 0, -1, 0));
    }

    private List<PositionRecord> due(long nowMs, LaneStats lane) {
        return sights.due(() -> new LinkStats(List.of(lane), 0, "", ""), nowMs);
    }

    private static Sight firstSight(List<PositionRecord> records) {
        return ((SightRecord) records.get(0)).sight();
    }

    private static LaneStats lane(long end, long position, long heardMs, long lostMs, long caughtUpMs) {
        return new LaneStats(
                "orders",
                0,
                "dc1.orders",
                "COPYING",
                "",
                Cause.NONE,
                position,
                position,
                2,
                200,
                1,
                1,
                0,
                0,
                0,
                0,
                -1,
                0,
                -1,
                -1,
                new SourceSight(end, heardMs, lostMs, caughtUpMs),
                0);
    }
}
