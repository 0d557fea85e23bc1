package io.twinspan.it.drill;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that reads and commits until it is closed. Thread-safe: it has a thread of its own. */
final class LiveReader implements AutoCloseable {
    private final Thread thread;
    private volatile boolean stopping;

    private LiveReader(Map<String, String> client, String group, List<String> topics) {
        this.thread = new Thread(() -> read(client, group, topics), "twinspan-reader-" + group);
        thread.setDaemon(true);
    }

    static LiveReader start(Map<String, String> client, String group, List<String> topics) {
        var reader = new LiveReader(client, group, topics);
        reader.thread.start();
        return reader;
    }

    private void read(Map<String, String> client, String group, List<String> topics) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("group.id", group);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(topics);
            while (!stopping) {
                consumer.poll(Duration.ofMillis(100));
                consumer.commitSync();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join(30_000);
    }
}
