package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.fake.Stored;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TipClockTest {
    private final TipClock clock = new TipClock(2_000);
    private final LaneCounters counters = new LaneCounters();

    private void taken(long source, long target, long nowMs) {
        clock.taken(new Tip(new LaneId(new Uuid(1, 1), "t", 0, 0), source, target, Map.of(), -1, 0), counters, nowMs);
    }

    @Test
    void isDueAnIntervalAfterTheLastTip() {
        taken(5, 5, 10_000);
        assertThat(clock.notes(5, 5, 10_100)).as("nothing moved").isFalse();
        assertThat(clock.notes(6, 6, 10_200)).isTrue();
        assertThat(clock.dueMs()).isEqualTo(12_000);
        assertThat(clock.notes(7, 7, 10_300)).as("set already").isFalse();
        assertThat(clock.isDue(11_999)).isFalse();
        assertThat(clock.isDue(12_000)).isTrue();
    }

    @Test
    void isDueAtOnceAfterALongSilence() {
        taken(5, 5, 10_000);
        assertThat(clock.notes(6, 6, 50_000)).isTrue();
        assertThat(clock.dueMs()).isEqualTo(50_000);
    }

    @Test
    void canBeSetAgainWhenWhatWasDueIsDropped() {
        taken(5, 5, 10_000);
        clock.notes(6, 6, 50_000);
        clock.dropped();

        assertThat(clock.isDue(60_000)).isFalse();
        assertThat(clock.notes(6, 6, 60_000)).isTrue();
    }

    @Test
    void isFarBehindAfterManyRecords() {
        taken(5, 5, 10_000);
        ByteBuffer bytes = Stored.log().batch(0, "a").bytes();
        var piece = new Piece(bytes, 1, bytes.remaining(), 1, Spans.of(0, 1), 0, null);
        for (int i = 0; i < 49_999; i++) {
            counters.acknowledged(piece, 0);
        }
        assertThat(clock.isFarBehind(counters)).isFalse();
        counters.acknowledged(piece, 0);
        assertThat(clock.isFarBehind(counters)).isTrue();

        taken(6, 6, 10_001);
        assertThat(clock.isFarBehind(counters)).isFalse();
    }
}
