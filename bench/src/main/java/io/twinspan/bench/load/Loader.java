package io.twinspan.bench.load;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fills topics: two producers, each with half of the partitions, until the cluster stores the size wanted. Confined to one
 * thread, but for the producers' own.
 */
public final class Loader {
    private static final int PRODUCERS = 2;
    private static final int CHUNK = 2_000;
    private static final int TRANSACTION = 200;

    private final KafkaCluster cluster;
    private final int partitions;

    public Loader(KafkaCluster cluster, int partitions) {
        this.cluster = cluster;
        this.partitions = partitions;
    }

    /** Creates the topic and fills it until it has so many bytes on the wire. */
    public LoadedTopic load(Workload workload, String topic, long wireBytes) {
        long begun = System.nanoTime();
        NewTopics.create(cluster, topic, partitions);
        long[] visible = new long[partitions];
        AtomicLong payload = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
        try {
            List<Future<Void>> parts = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                int number = i;
                Callable<Void> part = () -> {
                    new Part(workload, topic, number, visible, payload).fill(wireBytes / PRODUCERS);
                    return null;
                };
                parts.add(threads.submit(part));
            }
            for (Future<Void> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot load " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading " + topic, e);
        } finally {
            threads.shutdownNow();
        }
        long stored = new StoredSize(cluster).bytes(topic);
        List<Long> counts = new ArrayList<>();
        for (long count : visible) {
            counts.add(count);
        }
        return new LoadedTopic(workload, topic, counts, stored, payload.get(), (System.nanoTime() - begun) / 1e9);
    }

    /** What one producer does. Confined to its thread; the partitions of the shared array that it writes are its own. */
    private final class Part {
        private final Workload workload;
        private final String topic;
        private final int number;
        private final long[] visible;
        private final AtomicLong payload;
        private final EventGenerator events;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        private int partition;

        Part(Workload workload, String topic, int number, long[] visible, AtomicLong payload) {
            this.workload = workload;
            this.topic = topic;
            this.number = number;
            this.visible = visible;
            this.payload = payload;
            events = new EventGenerator(31L * workload.name().hashCode() + number);
            partition = number;
        }

        void fill(long wireBytes) throws Exception {
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                if (workload.transactional()) {
                    producer.initTransactions();
                }
                for (int chunk = 0; sentBytes(producer) < wireBytes; chunk++) {
                    send(producer, chunk);
                    Exception failed = failure.get();
                    if (failed != null) {
                        throw failed;
                    }
                }
                producer.flush();
            }
            Exception failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        }

        private void send(KafkaProducer<byte[], byte[]> producer, int chunk) {
            if (workload.transactional()) {
                boolean commit = chunk % 3 != 2;
                producer.beginTransaction();
                send(producer, TRANSACTION, commit);
                if (commit) {
                    producer.commitTransaction();
                } else {
                    // Aborting with unsent records would drop them, and nothing aborted would be in the log.
                    producer.flush();
                    producer.abortTransaction();
                }
            } else {
                send(producer, CHUNK, true);
            }
        }

        private void send(KafkaProducer<byte[], byte[]> producer, int count, boolean counts) {
            long bytes = 0;
            for (int i = 0; i < count; i++) {
                byte[] key = events.key();
                byte[] value = events.event();
                producer.send(new ProducerRecord<>(topic, partition, key, value), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
                if (counts) {
                    visible[partition]++;
                    bytes += key.length + value.length;
                }
                partition = (partition + PRODUCERS) % partitions;
            }
            payload.addAndGet(bytes);
        }

        private KafkaProducer<byte[], byte[]> producer() {
            Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
            settings.put("client.id", "loader-" + number);
            settings.put("compression.type", workload.codec());
            settings.put("batch.size", workload.batchBytes());
            settings.put("linger.ms", workload.lingerMs());
            settings.put("buffer.memory", workload.bufferBytes());
            if (workload.transactional()) {
                settings.put("transactional.id", topic + "-" + number);
            }
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
    }

    /** Bytes that have left the producer, which is nearly what the broker stores. */
    private static double sentBytes(KafkaProducer<byte[], byte[]> producer) {
        return producer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("outgoing-byte-total")
                        && entry.getKey().group().equals("producer-metrics"))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElse(0);
    }
}
