package io.twinspan.model.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Run RUN = new Run(7, 100, 1000, 500, 10);
    private static final LaneId LANE = new LaneId(Uuid.ONE_UUID, "orders", 3, 0);

    @Test
    void endsAreExclusive() {
        assertThat(RUN.sourceEnd()).isEqualTo(1010);
        assertThat(RUN.targetEnd()).isEqualTo(510);
        assertThat(RUN.sequenceEnd()).isEqualTo(110);
        assertThat(RUN.containsSource(1000)).isTrue();
        assertThat(RUN.containsSource(1010)).isFalse();
        assertThat(RUN.containsTarget(509)).isTrue();
        assertThat(RUN.containsTarget(499)).isFalse();
    }

    @Test
    void offsetsInsideTranslateOneForOne() {
        assertThat(RUN.toTarget(1009)).isEqualTo(509);
        assertThat(RUN.toSource(500)).isEqualTo(1000);
        assertThatThrownBy(() -> RUN.toTarget(1010)).hasMessageContaining("1010");
        assertThatThrownBy(() -> RUN.toSource(499)).hasMessageContaining("499");
    }

    @Test
    void joinsOnlyWithTheRunThatGoesOnWithoutAJump() {
        var next = new Run(7, 110, 1010, 510, 5);

        assertThat(RUN.joinedWith(next)).isEqualTo(new Run(7, 100, 1000, 500, 15));
        assertThat(RUN.isContinuedBy(new Run(8, 110, 1010, 510, 5))).isFalse();
        assertThat(RUN.isContinuedBy(new Run(7, 111, 1010, 510, 5))).isFalse();
        assertThat(RUN.isContinuedBy(new Run(7, 110, 1011, 510, 5))).isFalse();
        assertThat(RUN.isContinuedBy(new Run(7, 110, 1010, 511, 5))).isFalse();
        assertThatThrownBy(() -> RUN.joinedWith(RUN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Run(7, 0, 0, 0, 0)).hasMessageContaining("length");
        assertThatThrownBy(() -> new Run(-1, 0, 0, 0, 1)).hasMessageContaining("origin");
        assertThatThrownBy(() -> new Run(7, 0, -1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Run(7, 0, Long.MAX_VALUE, 0, 1)).hasMessageContaining("largest");
    }

    @Test
    void tipKeepsItsOwnSortedCopyOfTheCounts() {
        Map<Integer, Long> counts = new HashMap<>(Map.of(900, 1L, 5, 2L));

        var tip = new Tip(LANE, 10, 20, counts, Tip.UNKNOWN_EPOCH, 0);
        counts.put(5, 99L);

        assertThat(tip.appended().keySet()).containsExactly(5, 900);
        assertThat(tip.appended(5)).isEqualTo(2);
        assertThat(tip.appended(6)).isZero();
        assertThatThrownBy(() -> new Tip(LANE, 1, 1, Map.of(1, -1L), 0, 0)).hasMessageContaining("orders-3");
    }

    @Test
    void laneNamesItsGenerationOnlyWhenThereWasMoreThanOne() {
        assertThat(LANE).hasToString("orders-3");
        assertThat(LANE.next()).hasToString("orders-3#1").isEqualTo(new LaneId(Uuid.ONE_UUID, "orders", 3, 1));
        assertThatThrownBy(() -> new LaneId(Uuid.ONE_UUID, "orders", -1, 0)).hasMessageContaining("orders");
    }
}
