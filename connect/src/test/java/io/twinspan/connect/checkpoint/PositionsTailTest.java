package io.twinspan.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.connect.source.PositionsReading;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PositionsTailTest {
    private static final Duration STEP = Duration.ofMillis(1);

    private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final PositionsTail tail = new PositionsTail(sink -> {
        readings.add(new Reading(sink));
        return readings.get(readings.size() - 1);
    });

    @Test
    void followsTheTopicAndTellsThatSomethingChanged() {
        copied("orders", 10);
        assertThat(tail.advance(Set.of("orders"), STEP)).isTrue();
        assertThat(tail.takeChanged()).isTrue();
        assertThat(at("orders", 10)).isTrue();

        tail.advance(Set.of("orders"), STEP);
        assertThat(tail.takeChanged()).isFalse();
        copied("orders", 20);
        tail.advance(Set.of("orders"), STEP);
        assertThat(tail.takeChanged()).isTrue();
        assertThat(at("orders", 20)).isTrue();
    }

    @Test
    void anotherTopicBeginsTheReadingAgainAndBothAreKnownThen() {
        copied("orders", 10);
        copied("users", 5);
        tail.advance(Set.of("orders"), STEP);
        assertThat(at("users", 5)).isFalse();

        tail.advance(Set.of("users"), STEP);

        assertThat(readings).hasSize(2);
        assertThat(readings.get(0).closed).isTrue();
        assertThat(at("orders", 10)).isTrue();
        assertThat(at("users", 5)).isTrue();
    }

    private boolean at(String name, long offset) {
        return tail.book().translate(new TopicPartition(name, 0), offset).isExact();
    }

    private void copied(String name, long offset) {
        var lane = new LaneId(new Uuid(1, 1), name, 0, 0);
        var record = new TipRecord(new Tip(lane, offset, offset, Map.of(), -1, offset));
        topic.add(new ConsumerRecord<>(
                "positions",
                0,
                topic.size(),
                PositionRecords.encodeKey(record.key()),
                PositionRecords.encodeValue(record)));
    }

    /** Reads the list, all that is there at each call. */
    private final class Reading implements PositionsReading {
        private final Consumer<ConsumerRecord<byte[], byte[]>> sink;
        private int next;
        private boolean closed;

        private Reading(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
            this.sink = sink;
        }

        @Override
        public boolean advance(Duration atMost) {
            for (; next < topic.size(); next++) {
                sink.accept(topic.get(next));
            }
            return true;
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
