package io.twinspan.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

    @Test
    void takesAndGivesRecordsInPlaintext() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder("plain").start()) {
            cluster.createTopic("orders", 2);

            send(cluster.clientProperties(), "orders", "one", "two");

            assertThat(read(cluster.clientProperties(), "orders", 2)).containsExactlyInAnyOrder("one", "two");
        }
    }

    static void send(Map<String, String> client, String topic, String... values) throws Exception {
        Map<String, Object> properties = new HashMap<>(client);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 0, null, value)).get(20, TimeUnit.SECONDS);
            }
        }
    }

    static List<String> read(Map<String, String> client, String topic, int count) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
