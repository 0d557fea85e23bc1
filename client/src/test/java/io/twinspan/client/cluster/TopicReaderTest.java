package io.twinspan.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final String TOPIC = "mm2-positions.dc1.internal";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Node[] BROKERS = {new Node(1, "localhost", 1)};

    private final MockConsumer<byte[], byte[]> cluster = new MockConsumer<>("earliest");
    private final List<String> seen = new ArrayList<>();
    private final TopicReader reader = new TopicReader(
            TOPIC,
            cluster,
            new ClusterErrors("", "dc2"),
            record -> seen.add(record.partition() + "@" + record.offset()));

    TopicReaderTest() {
        cluster.updatePartitions(
                TOPIC,
                List.of(
                        new PartitionInfo(TOPIC, 0, BROKERS[0], BROKERS, BROKERS),
                        new PartitionInfo(TOPIC, 1, BROKERS[0], BROKERS, BROKERS)));
        for (int partition = 0; partition < 2; partition++) {
            cluster.updateBeginningOffsets(Map.of(at(partition), 0L));
            cluster.updateEndOffsets(Map.of(at(partition), 0L));
        }
    }

    @Test
    void readsOnlyThePartitionsThatItIsAskedFor() {
        stored(1, 0, 1);
        reader.add(List.of(1));
        reader.readToEnd(LIMIT);

        assertThat(seen).containsExactly("1@0", "1@1");
        assertThat(reader.count(LIMIT)).isEqualTo(2);
        assertThat(reader.partitions()).isEqualTo(1);
    }

    @Test
    void readsOnWhereItWasWhenMoreIsStored() {
        stored(0, 0);
        reader.addAll(1);
        reader.readToEnd(LIMIT);
        stored(0, 1);
        reader.readToEnd(LIMIT);
        reader.readToEnd(LIMIT);

        assertThat(seen).containsExactly("0@0", "0@1");
    }

    @Test
    void aPartitionThatIsAddedOnceMoreIsReadAgainAndTheOtherIsNot() {
        stored(0, 0);
        reader.add(List.of(0));
        reader.readToEnd(LIMIT);
        stored(1, 0);
        reader.add(List.of(1));
        reader.readToEnd(LIMIT);
        reader.add(List.of(1));
        stored(1, 0);
        reader.readToEnd(LIMIT);

        assertThat(seen).containsExactly("0@0", "1@0", "1@0");
    }

    @Test
    void aStepIsOneRequestAndSaysWhenAllIsRead() {
        stored(0, 0);
        reader.addAll(1);

        assertThat(reader.advance(LIMIT)).as("asks for the ends").isFalse();
        assertThat(reader.advance(LIMIT)).isTrue();
        assertThat(seen).containsExactly("0@0");
    }

    @Test
    void anEndThatIsNotReachedInTimeIsAFailureThatMayPass() {
        cluster.updateEndOffsets(Map.of(at(0), 5L));
        reader.addAll(1);

        assertThatThrownBy(() -> reader.readToEnd(Duration.ofMillis(50)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("dc2");
    }

    @Test
    void anApplicationsOwnGroupAndInterceptorsAreNotUsed() {
        Map<String, Object> settings = TopicReader.settings(Map.of(
                "group.id", "shop",
                "group.protocol", "consumer",
                "interceptor.classes", "com.example.Counting",
                "auto.offset.reset", "latest",
                "client.id", "shop-1"));

        assertThat(settings)
                .doesNotContainKeys("group.id", "group.protocol", "interceptor.classes")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("client.id", "shop-1");
    }

    private void stored(int partition, long... offsets) {
        cluster.schedulePollTask(() -> {
            for (long offset : offsets) {
                cluster.addRecord(new ConsumerRecord<>(TOPIC, partition, offset, new byte[] {1}, new byte[] {1}));
            }
        });
        cluster.updateEndOffsets(Map.of(at(partition), offsets[offsets.length - 1] + 1));
    }

    private static TopicPartition at(int partition) {
        return new TopicPartition(TOPIC, partition);
    }
}
