package io.twinspan.bench.faults.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that reads committed records of some partitions as they come, and counts them; brokers may come and go meanwhile, and
 * topics, too.
 *
 * <p>Thread-safe: it reads on a thread of its own.
 */
public final class Tally implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Tally.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> settings;
    private final Consumer<ConsumerRecord<byte[], byte[]>> each;
    private final Map<TopicPartition, Long> counts = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Thread thread;
    private volatile List<TopicPartition> wanted = List.of();
    private volatile boolean stopped;

    /** Counts nothing yet; every record will also be handed to {@code each}, on the tally's thread. */
    public Tally(Map<String, String> client, String name, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("fetch.max.wait.ms", "100");
        settings.put("request.timeout.ms", "3000");
        settings.put("default.api.timeout.ms", "3000");
        settings.put("metadata.max.age.ms", "1000");
        settings.put("retry.backoff.max.ms", "200");
        settings.put("reconnect.backoff.max.ms", "200");
        this.each = each;
        thread = new Thread(this::read, "twinspan-tally-" + name);
        thread.setDaemon(true);
    }

    /** Counts these partitions, too, from their first records on; they need not exist yet. */
    public synchronized void watch(Collection<TopicPartition> more) {
        List<TopicPartition> all = new ArrayList<>(wanted);
        all.addAll(more);
        boolean first = wanted.isEmpty();
        wanted = List.copyOf(all);
        if (first) {
            thread.start();
        }
    }

    /** How many records of a partition came so far. */
    public long count(TopicPartition partition) {
        return counts.getOrDefault(partition, 0L);
    }

    private void read() {
        while (!stopped) {
            try (var consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                read(consumer);
            } catch (KafkaException e) {
                LOGGER.debug("a new consumer after {}", e.toString());
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> assigned = List.of();
        while (!stopped) {
            List<TopicPartition> now = wanted;
            if (!now.equals(assigned)) {
                assigned = now;
                consumer.assign(assigned);
                // A new consumer goes on where the one before was.
                assigned.forEach(partition -> {
                    Long at = next.get(partition);
                    if (at != null) {
                        consumer.seek(partition, at);
                    }
                });
            }
            consumer.poll(POLL).forEach(record -> {
                var partition = new TopicPartition(record.topic(), record.partition());
                next.put(partition, record.offset() + 1);
                each.accept(record);
                counts.merge(partition, 1L, Long::sum);
            });
        }
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
