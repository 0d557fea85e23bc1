package io.twinspan.testkit.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads partition 0 of a topic with stock clients. Stateless. */
final class SimpleClient {

    private SimpleClient() {}

    static void send(Map<String, String> client, String topic, String... values) throws Exception {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("reconnect.backoff.max.ms", "200");
        properties.put("request.timeout.ms", "3000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 0, null, value)).get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Reads until there are {@code count} records or 20 seconds have passed. */
    static List<String> read(Map<String, String> client, String topic, int count) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("request.timeout.ms", "3000");
        properties.put("default.api.timeout.ms", "30000");
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
