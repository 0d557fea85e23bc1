package io.twinspan.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionRangesTest {

    @Test
    void writesRangesInOrder() {
        var lanes = new ArrayList<TopicPartition>();
        for (int partition = 7; partition >= 0; partition--) {
            lanes.add(new TopicPartition("orders", partition));
        }
        lanes.add(new TopicPartition("events", 2));
        lanes.add(new TopicPartition("events", 0));

        assertThat(PartitionRanges.format(lanes)).isEqualTo("events:0,2,orders:0-7");
    }

    @Test
    void readsWhatItWrites() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var lanes = new HashSet<TopicPartition>();
            for (int i = 0; i < random.nextInt(60); i++) {
                lanes.add(new TopicPartition("a-1.b_" + random.nextInt(4), random.nextInt(20)));
            }

            assertThat(PartitionRanges.parse(PartitionRanges.format(lanes)))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(lanes);
        }
    }

    @Test
    void nothingIsEmptyText() {
        assertThat(PartitionRanges.format(List.of())).isEmpty();
        assertThat(PartitionRanges.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "orders:",
                "orders:x",
                "orders:3-1",
                "orders:0,,1",
                ":0",
                "0",
                "orders:-1",
                "orders:0-2147483647",
                "a:0-999999,b:0-999999",
                "orders:0-99999999999"
            })
    void refusesDamagedText(String text) {
        assertThatThrownBy(() -> PartitionRanges.parse(text))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
