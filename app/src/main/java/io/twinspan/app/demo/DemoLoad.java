package io.twinspan.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producers of the demo, one thread for each topic.
 *
 * <p>Thread-safe. Records count as produced when the cluster has acknowledged them; those of aborted transactions never do.
 */
final class DemoLoad implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DemoLoad.class);
    private static final int TRANSACTION = 50;
    /** Every so many transactions, one is aborted. */
    private static final int ABORT_EVERY = 4;

    private static final long SLICE_NANOS = Duration.ofMillis(50).toNanos();

    private final Map<String, String> client;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<DemoTopic, AtomicLong> produced = new EnumMap<>(DemoTopic.class);
    private final AtomicLong aborted = new AtomicLong();
    private volatile boolean stopped;
    private volatile String failure = "";

    DemoLoad(Map<String, String> client) {
        this.client = Map.copyOf(client);
        for (DemoTopic topic : DemoTopic.values()) {
            produced.put(topic, new AtomicLong());
        }
    }

    /**
     * Starts to produce.
     *
     * @param seconds how many records to produce, in seconds of each topic's rate; no end if 0
     * @param paced whether at the topic's rate, or as fast as it goes
     */
    void start(int seconds, boolean paced) {
        for (DemoTopic topic : DemoTopic.values()) {
            long count = seconds == 0 ? Long.MAX_VALUE : (long) seconds * topic.rate();
            var thread = new Thread(() -> produce(topic, count, paced), "demo-producer-" + topic.topic());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void produce(DemoTopic topic, long count, boolean paced) {
        var records = new DemoRecords(topic, topic.topic().hashCode());
        AtomicLong acknowledged = counter(topic);
        try (var producer =
                new KafkaProducer<>(settings(topic), new ByteArraySerializer(), new ByteArraySerializer())) {
            if (topic.isTransactional()) {
                producer.initTransactions();
            }
            long perSlice = Math.max(
                    1, topic.rate() * SLICE_NANOS / Duration.ofSeconds(1).toNanos());
            long slice = topic.isTransactional() ? TRANSACTION : perSlice;
            long next = System.nanoTime();
            int slices = 0;
            for (long sent = 0; sent < count && !stopped; sent += slice) {
                send(producer, topic, records, Math.min(slice, count - sent), ++slices);
                next += SLICE_NANOS * slice / perSlice;
                if (paced) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
            producer.flush();
        } catch (KafkaException e) {
            if (!stopped) {
                failure = "the producer of " + topic.topic() + " failed: " + e.getMessage();
                LOGGER.error("{}", failure, e);
            }
        }
        LOGGER.debug("produced {} records to {}", acknowledged, topic.topic());
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, DemoTopic topic, DemoRecords records, long count, int slice) {
        if (!topic.isTransactional()) {
            AtomicLong acknowledged = counter(topic);
            for (long i = 0; i < count; i++) {
                ProducerRecord<byte[], byte[]> record = records.next();
                producer.send(record, (metadata, error) -> {
                    if (error == null) {
                        acknowledged.incrementAndGet();
                    } else if (!stopped) {
                        failure = "a record for " + topic.topic() + " was refused: " + error.getMessage();
                    }
                });
            }
            return;
        }
        producer.beginTransaction();
        for (long i = 0; i < count; i++) {
            producer.send(records.next());
        }
        if (slice % ABORT_EVERY == 0) {
            producer.flush();
            producer.abortTransaction();
            aborted.addAndGet(count);
        } else {
            producer.commitTransaction();
            counter(topic).addAndGet(count);
        }
    }

    private Map<String, Object> settings(DemoTopic topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("client.id", "demo-" + topic.topic());
        settings.put("compression.type", topic.codec());
        settings.put("linger.ms", "10");
        settings.put("batch.size", "65536");
        if (topic.isTransactional()) {
            settings.put("transactional.id", "demo-" + topic.topic());
        }
        return settings;
    }

    private AtomicLong counter(DemoTopic topic) {
        AtomicLong counter = produced.get(topic);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + topic);
        }
        return counter;
    }

    long produced(DemoTopic topic) {
        return counter(topic).get();
    }

    long produced() {
        return produced.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** Records in aborted transactions: nobody may ever read them. */
    long aborted() {
        return aborted.get();
    }

    /** What went wrong, empty if nothing did. */
    String failure() {
        return failure;
    }

    /** Waits until everything that was to be produced is. */
    void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
