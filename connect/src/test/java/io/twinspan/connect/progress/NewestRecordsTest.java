package io.twinspan.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class NewestRecordsTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final NewestRecords records = new NewestRecords("a topic", Map.of(), config -> producer);

    @Test
    void sendsOnlyTheNewestOfEachPartition() {
        put(FIRST, "1");
        put(SECOND, "2");
        put(FIRST, "3");

        records.send(0);

        assertThat(sent()).containsExactly("3", "2");
    }

    @Test
    void sendsAgainWhatFailedUnlessThereIsSomethingNewer() {
        put(FIRST, "1");
        put(SECOND, "2");
        records.send(0);
        put(FIRST, "3");
        producer.errorNext(new TimeoutException("away"));
        producer.errorNext(new TimeoutException("away"));
        producer.clear();

        records.send(1);
        assertThat(sent()).isEmpty();
        records.send(60_000);

        assertThat(sent()).containsExactly("3", "2");
    }

    @Test
    void goesOnAfterAProducerThatCannotBeMade() {
        var broken = new NewestRecords("a topic", Map.of(), config -> {
            throw new KafkaException("no");
        });
        broken.put(FIRST, new ProducerRecord<>("t", bytes("1")));

        broken.send(0);
        broken.close(Duration.ZERO);

        assertThat(sent()).isEmpty();
    }

    @Test
    void aCloseSendsWhatThereIs() {
        put(FIRST, "1");

        records.close(Duration.ofMillis(50));

        assertThat(sent()).containsExactly("1");
        assertThat(producer.closed()).isTrue();
    }

    private void put(TopicPartition partition, String value) {
        records.put(partition, new ProducerRecord<>("t", bytes(value)));
    }

    private List<String> sent() {
        return producer.history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
