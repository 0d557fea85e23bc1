package io.twinspan.connect.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.takeover.TakeoverSearch.Found;
import io.twinspan.connect.takeover.TakeoverSearch.Side;
import io.twinspan.connect.takeover.TakeoverSearch.Wanted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TakeoverSearchTest {
    private static final TopicPartition SOURCE_0 = new TopicPartition("orders", 0);
    private static final TopicPartition SOURCE_1 = new TopicPartition("orders", 1);
    private static final TopicPartition TARGET_0 = new TopicPartition("dc1.orders", 0);
    private static final TopicPartition TARGET_1 = new TopicPartition("dc1.orders", 1);

    @Test
    void findsEveryPartitionsOwnPlace() {
        Side source = side(Map.of(SOURCE_0, 500L, SOURCE_1, 80L));
        Side target = side(Map.of(TARGET_0, 321L, TARGET_1, 40L));

        try (var search = new TakeoverSearch(
                List.of(new Wanted(SOURCE_0, TARGET_0, 300), new Wanted(SOURCE_1, TARGET_1, 40)), source, target)) {
            finish(search);

            assertThat(search.found())
                    .containsEntry(SOURCE_0, new Found(321, 21, true))
                    .containsEntry(SOURCE_1, new Found(40, 0, true));
        }
        assertThat(((MockConsumer<byte[], byte[]>) source.consumer()).closed()).isTrue();
    }

    @Test
    void aTargetThatIsEmptyProvesNothing() {
        Side source = side(Map.of(SOURCE_0, 500L));
        Side target = side(Map.of(TARGET_0, 0L));

        try (var search = new TakeoverSearch(List.of(new Wanted(SOURCE_0, TARGET_0, 300)), source, target)) {
            finish(search);

            assertThat(search.found()).containsEntry(SOURCE_0, new Found(300, 0, false));
        }
    }

    private static void finish(TakeoverSearch search) {
        for (int steps = 0; steps < 100; steps++) {
            if (search.advance(Duration.ZERO)) {
                return;
            }
        }
        throw new AssertionError("the search does not end");
    }

    /** Partitions that hold the records 0 to n, the same in each. */
    private static Side side(Map<TopicPartition, Long> ends) {
        var consumer = new Filled(ends);
        return new Side(consumer, new ClusterErrors("source.cluster.", "dc1"));
    }

    /** A consumer of partitions that hold numbered records, a hundred to a poll. Confined to the test. */
    private static final class Filled extends MockConsumer<byte[], byte[]> implements Consumer<byte[], byte[]> {
        private final Map<TopicPartition, Long> ends;
        private final Map<TopicPartition, Long> next = new HashMap<>();

        Filled(Map<TopicPartition, Long> ends) {
            super("earliest");
            this.ends = ends;
            updateEndOffsets(ends);
            var firsts = new HashMap<TopicPartition, Long>();
            ends.keySet().forEach(partition -> firsts.put(partition, 0L));
            updateBeginningOffsets(firsts);
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            next.put(partition, offset);
            schedulePollTask(() -> fill(partition));
        }

        private void fill(TopicPartition partition) {
            long from = next.getOrDefault(partition, 0L);
            long to = Math.min(ends.getOrDefault(partition, 0L), from + 100);
            for (long offset = from; offset < to; offset++) {
                addRecord(record(partition, offset));
            }
            next.put(partition, to);
            if (to < ends.getOrDefault(partition, 0L)) {
                schedulePollTask(() -> fill(partition));
            }
        }

        private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
            return new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    offset,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    ("value-" + offset).getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    Optional.empty());
        }
    }
}
