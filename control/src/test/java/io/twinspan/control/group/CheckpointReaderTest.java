package io.twinspan.control.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.Links;
import io.twinspan.model.wire.Checkpoints;
import io.twinspan.model.wire.Checkpoints.Checkpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CheckpointReaderTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 2);

    private final Map<String, Map<TopicPartition, Checkpointed>> last = new TreeMap<>();

    @Test
    void theLastOfEachPartitionCountsByTheSourcesName() {
        take(new Checkpoint("shop", new TopicPartition("dc1.orders", 2), 40, 38, ""), 1_000);
        take(new Checkpoint("shop", new TopicPartition("dc1.orders", 2), 50, 48, "here"), 2_000);

        assertThat(last)
                .containsExactly(Map.entry(
                        "shop",
                        Map.of(
                                ORDERS,
                                new Checkpointed(
                                        ORDERS,
                                        new TopicPartition("dc1.orders", 2),
                                        new OffsetAndMetadata(50, "here"),
                                        2_000))));
    }

    @Test
    void whatIsNoCheckpointOfTheLinkIsLeftOut() {
        take(new Checkpoint("shop", new TopicPartition("dc3.orders", 2), 40, 38, ""), 1_000);
        take(new Checkpoint("shop", new TopicPartition("dc1.orders", 2), -1, 38, ""), 1_000);
        CheckpointReader.take(new ConsumerRecord<>("t", 0, 0, new byte[] {1}, new byte[] {2}), Links.view(), last);

        assertThat(last).isEmpty();
    }

    private void take(Checkpoint checkpoint, long timeMs) {
        CheckpointReader.take(
                new ConsumerRecord<>(
                        "dc1.checkpoints.internal",
                        0,
                        0,
                        timeMs,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        Checkpoints.encodeKey(checkpoint),
                        Checkpoints.encodeValue(checkpoint),
                        new RecordHeaders(),
                        Optional.empty()),
                Links.view(),
                last);
    }
}
