package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LaneTrafficTest {
    private static final TopicPartition LANE = new TopicPartition("orders", 0);
    private static final TopicPartition OTHER = new TopicPartition("orders", 1);

    @Test
    void weighsOneUntilMeasuredTwice() {
        var once = LaneTraffic.UNKNOWN.measured(Map.of(LANE, 1_000_000L), 1_000);

        assertThat(once.weightsOf(List.of(LANE, OTHER))).isEqualTo(Map.of(LANE, 1L, OTHER, 1L));
    }

    @Test
    void weighsByRecordsASecondInPowersOfTwo() {
        var traffic = LaneTraffic.UNKNOWN
                .measured(Map.of(LANE, 0L, OTHER, 0L), 0)
                // 10 s: 900 a second, that is 9 units, and 30 a second, less than one.
                .measured(Map.of(LANE, 9_000L, OTHER, 300L), 10_000);

        assertThat(traffic.weightsOf(List.of(LANE, OTHER))).isEqualTo(Map.of(LANE, 8L, OTHER, 1L));
    }

    @Test
    void ordinaryUpsAndDownsChangeNoWeight() {
        var traffic = LaneTraffic.UNKNOWN.measured(Map.of(LANE, 0L), 0).measured(Map.of(LANE, 8_000L), 10_000);
        long end = 8_000;
        long now = 10_000;

        for (long perSecond : new long[] {500, 1_500, 450, 1_550, 800}) {
            end += perSecond * 10;
            now += 10_000;
            traffic = traffic.measured(Map.of(LANE, end), now);
            assertThat(traffic.weightsOf(List.of(LANE))).isEqualTo(Map.of(LANE, 8L));
        }
    }

    @Test
    void followsARealChange() {
        var traffic = LaneTraffic.UNKNOWN
                .measured(Map.of(LANE, 0L), 0)
                .measured(Map.of(LANE, 8_000L), 10_000)
                .measured(Map.of(LANE, 48_000L), 20_000)
                .measured(Map.of(LANE, 48_100L), 30_000);

        assertThat(traffic.weightsOf(List.of(LANE))).isEqualTo(Map.of(LANE, 1L));
    }

    @Test
    void anEndThatFellIsNoTraffic() {
        var traffic = LaneTraffic.UNKNOWN.measured(Map.of(LANE, 5_000L), 0).measured(Map.of(LANE, 3L), 10_000);

        assertThat(traffic.weightsOf(List.of(LANE))).isEqualTo(Map.of(LANE, 1L));
    }
}
