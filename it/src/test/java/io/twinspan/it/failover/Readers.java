package io.twinspan.it.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Consumers of an application: each group reads some topics, commits after each poll, and keeps every value that it got, over all clusters in
 * which it ran. Thread-safe.
 */
final class Readers implements AutoCloseable {
    private final Map<String, ConcurrentLinkedQueue<String>> seen = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** Begins a group in a cluster, or goes on with it there. */
    void start(Map<String, String> client, String group, List<String> topics) {
        stopping = false;
        var thread = new Thread(() -> read(client, group, topics), "twinspan-readers-" + group);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void read(Map<String, String> client, String group, List<String> topics) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("group.id", group);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
        settings.put("allow.auto.create.topics", "false");
        var mine = seen.computeIfAbsent(group, unused -> new ConcurrentLinkedQueue<>());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(topics);
            while (!stopping) {
                var records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, String> record : records) {
                    mine.add(record.value());
                }
                consumer.commitSync();
            }
        } catch (KafkaException e) {
            // Brokers are gone, or refuse: an application would log it and end.
            org.slf4j.LoggerFactory.getLogger(Readers.class).info("group {} ended: {}", group, e.toString());
        }
    }

    /** Every value that a group got, in order. */
    List<String> seen(String group) {
        return List.copyOf(seen.getOrDefault(group, new ConcurrentLinkedQueue<>()));
    }

    /** Ends all consumers; groups can go on elsewhere. */
    void stop() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public void close() {
        stop();
    }
}
