package io.twinspan.testkit.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Producers that write all kinds of topics at a steady rate until they are stopped, whatever happens to their brokers.
 *
 * <p>Thread-safe: each stream has a thread of its own.
 */
public final class Load implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Load.class);
    private static final long STEP_MS = 20;

    /** What a stream catches up on at most after it could not write. */
    private static final long MOST_BEHIND_MS = 1_000;

    /** Consecutive records that go to the same partition, so that batches fill. */
    private static final int RUN = 16;

    private final Map<String, String> client;
    private final List<Stream> streams;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    private Load(Map<String, String> client, List<Stream> streams) {
        this.client = Map.copyOf(client);
        this.streams = List.copyOf(streams);
    }

    /** Starts to write into topics that exist; the cluster is given as the properties a client needs to get in. */
    public static Load start(Map<String, String> client, List<Stream> streams) {
        var load = new Load(client, streams);
        for (Stream stream : streams) {
            var thread = new Thread(() -> load.run(stream), "twinspan-load-" + stream.topic());
            thread.setDaemon(true);
            load.threads.add(thread);
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Records per second, of all streams together. */
    public int perSecond() {
        return streams.stream().mapToInt(Stream::perSecond).sum();
    }

    /** Records that the brokers acknowledged, those of aborted transactions included. */
    public long acknowledged() {
        return acknowledged.get();
    }

    private void run(Stream stream) {
        var pacer = new Pacer(stream);
        while (stopping.getCount() > 0) {
            try (KafkaProducer<byte[], byte[]> producer = producer(stream)) {
                if (stream.transactional()) {
                    transact(producer, pacer);
                } else {
                    pacer.send(producer, () -> false);
                }
            } catch (KafkaException e) {
                // A fenced or confused producer is replaced; records that were not acknowledged are nobody's loss.
                LOGGER.info("load of {}: a new producer after {}", stream.topic(), e.toString());
            }
        }
    }

    /** Transactions of 50 to 500 ms, every fourth of which aborts. */
    private void transact(KafkaProducer<byte[], byte[]> producer, Pacer pacer) {
        var random = new Random(pacer.next);
        producer.initTransactions();
        while (stopping.getCount() > 0) {
            producer.beginTransaction();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(450));
            pacer.send(producer, () -> System.nanoTime() > end);
            if (random.nextInt(4) == 0) {
                producer.flush();
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Stream stream) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("buffer.memory", 8L << 20);
        settings.put("delivery.timeout.ms", 300_000);
        settings.put("request.timeout.ms", 5_000);
        settings.put("transaction.timeout.ms", 20_000);
        settings.put("reconnect.backoff.max.ms", 200);
        settings.putAll(stream.producer());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends one stream's records, evenly in time, and none of them twice. Confined to the stream's thread. */
    private final class Pacer {
        private final Stream stream;
        private long next;
        private long dueAt = System.nanoTime();

        Pacer(Stream stream) {
            this.stream = stream;
        }

        /** Writes until the load is stopped, or enough. */
        void send(KafkaProducer<byte[], byte[]> producer, BooleanSupplier enough) {
            long nanosEach = TimeUnit.SECONDS.toNanos(1) / stream.perSecond();
            while (!pause() && !enough.getAsBoolean()) {
                long now = System.nanoTime();
                dueAt = Math.max(dueAt, now - TimeUnit.MILLISECONDS.toNanos(MOST_BEHIND_MS));
                for (; dueAt <= now; dueAt += nanosEach) {
                    int partition = (int) (next / RUN % stream.partitions());
                    producer.send(stream.records().record(stream.topic(), partition, next++), (metadata, e) -> {
                        if (e == null) {
                            acknowledged.incrementAndGet();
                        }
                    });
                }
            }
        }

        private boolean pause() {
            try {
                return stopping.await(STEP_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** Stops writing; what is under way is written first. */
    @Override
    public void close() {
        stopping.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(60_000);
                if (thread.isAlive()) {
                    throw new IllegalStateException(thread.getName() + " did not end within a minute");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the load ended", e);
            }
        }
    }
}
