package io.twinspan.it.failover;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Producers of an application: they write values that are never equal, at a steady rate, until they are refused or stopped; some of them
 * in transactions. Thread-safe.
 */
final class Writers implements AutoCloseable {
    private static final long STEP_MS = 10;

    /** As often as Kafka Streams commits (commit.interval.ms, exactly once). */
    private static final long TRANSACTION_MS = 100;

    private static final long HALF_SECOND_MS = 500;

    private final Map<String, String> client;
    private final String mark;
    private final List<String> topics;
    private final int partitions;
    private final int perSecond;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ConcurrentHashMap<TopicPartition, ConcurrentLinkedQueue<String>> acknowledged =
            new ConcurrentHashMap<>();
    /** By half seconds. */
    private final ConcurrentHashMap<Long, LongAdder> acknowledgedIn = new ConcurrentHashMap<>();

    private final AtomicLong lastAcknowledgedMs = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong number = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    private Writers(Map<String, String> client, String mark, List<String> topics, int partitions, int perSecond) {
        this.client = Map.copyOf(client);
        this.mark = mark;
        this.topics = List.copyOf(topics);
        this.partitions = partitions;
        this.perSecond = perSecond;
    }

    /** Begins; every fourth topic is written in transactions. */
    static Writers start(Map<String, String> client, String mark, List<String> topics, int partitions, int perSecond) {
        var writers = new Writers(client, mark, topics, partitions, perSecond);
        var plain = new ArrayList<String>();
        var transactional = new ArrayList<String>();
        for (int i = 0; i < topics.size(); i++) {
            (i % 4 == 3 ? transactional : plain).add(topics.get(i));
        }
        writers.run("plain", plain, false, perSecond * plain.size() / topics.size());
        if (!transactional.isEmpty()) {
            writers.run("transactional", transactional, true, perSecond * transactional.size() / topics.size());
        }
        return writers;
    }

    private void run(String name, List<String> some, boolean inTransactions, int rate) {
        var thread = new Thread(() -> write(some, inTransactions, Math.max(1, rate)), "twinspan-writers-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void write(List<String> some, boolean inTransactions, int rate) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("linger.ms", "5");
        settings.put("compression.type", "lz4");
        settings.put("request.timeout.ms", "5000");
        settings.put("delivery.timeout.ms", "10000");
        settings.put("max.block.ms", "5000");
        if (inTransactions) {
            settings.put("transactional.id", "shop-" + mark);
        }
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            if (inTransactions) {
                producer.initTransactions();
            }
            long begun = System.nanoTime();
            long sent = 0;
            while (!stopping.await(inTransactions ? TRANSACTION_MS : STEP_MS, TimeUnit.MILLISECONDS)) {
                long due = (System.nanoTime() - begun) * rate / 1_000_000_000L;
                sent = step(producer, some, inTransactions, sent, due);
            }
        } catch (KafkaException e) {
            // Fenced, or refused: an application would log it and end.
            refused.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long step(
            KafkaProducer<String, String> producer, List<String> some, boolean inTransactions, long from, long due) {
        var inFlight = new ArrayList<Sent>();
        if (inTransactions && from < due) {
            producer.beginTransaction();
        }
        long sent = from;
        for (; sent < due; sent++) {
            String topic = some.get((int) (sent % some.size()));
            int partition = (int) (sent / some.size() % partitions);
            var to = new TopicPartition(topic, partition);
            String value = mark + "-" + number.incrementAndGet();
            inFlight.add(new Sent(to, value));
            producer.send(new ProducerRecord<>(topic, partition, "k" + sent % 50, value), (metadata, e) -> {
                if (e != null) {
                    refused.incrementAndGet();
                } else if (!inTransactions) {
                    acknowledge(to, value);
                }
            });
        }
        if (inTransactions && from < due) {
            producer.commitTransaction();
            inFlight.forEach(one -> acknowledge(one.to(), one.value()));
        }
        return sent;
    }

    /** A record on its way. Immutable. */
    private record Sent(TopicPartition to, String value) {}

    private void acknowledge(TopicPartition to, String value) {
        long nowMs = System.currentTimeMillis();
        lastAcknowledgedMs.accumulateAndGet(nowMs, Math::max);
        acknowledgedIn
                .computeIfAbsent(nowMs / HALF_SECOND_MS, unused -> new LongAdder())
                .increment();
        acknowledged
                .computeIfAbsent(to, unused -> new ConcurrentLinkedQueue<>())
                .add(value);
    }

    /** What brokers have acknowledged to a partition, in order. */
    List<String> acknowledged(String topic, int partition) {
        return List.copyOf(
                acknowledged.getOrDefault(new TopicPartition(topic, partition), new ConcurrentLinkedQueue<>()));
    }

    long count() {
        return acknowledged.values().stream()
                .mapToLong(ConcurrentLinkedQueue::size)
                .sum();
    }

    /** Waits until that many more were acknowledged. */
    void awaitMore(long records) {
        long before = count();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> count() >= before + records);
    }

    /** When the last record was acknowledged. */
    long lastAcknowledgedMs() {
        return lastAcknowledgedMs.get();
    }

    /** How many were acknowledged in the second in which the most were. */
    long fastestSecond() {
        long most = 0;
        for (long half : acknowledgedIn.keySet()) {
            most = Math.max(most, in(half) + in(half + 1));
        }
        return most;
    }

    private long in(long half) {
        LongAdder adder = acknowledgedIn.get(half);
        return adder == null ? 0 : adder.sum();
    }

    /** How many records or producers were refused. */
    long refused() {
        return refused.get();
    }

    int perSecond() {
        return perSecond;
    }

    List<String> topics() {
        return topics;
    }

    @Override
    public void close() {
        stopping.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
