package io.twinspan.it.fidelity;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.record.RecordGenerator;
import io.twinspan.testkit.record.SizedRecords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that sends a steady stream to all partitions of a topic until it is told to stop.
 *
 * <p>Thread-safe: its thread sends, the test's thread ends it.
 */
final class Load implements AutoCloseable {
    /** Between two records: about a thousand a second. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long sent;

    private Load(KafkaCluster cluster, String topic, int partitions, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        settings.put("linger.ms", 5);
        settings.put("acks", "all");
        settings.put("reconnect.backoff.max.ms", 200);
        settings.putAll(more);
        RecordGenerator records = SizedRecords.of(topic.hashCode(), 200, 1_000);
        thread = new Thread(() -> run(settings, topic, partitions, records), "load-" + topic);
    }

    static Load start(KafkaCluster cluster, String topic, int partitions, Map<String, Object> more) {
        var load = new Load(cluster, topic, partitions, more);
        load.thread.start();
        return load;
    }

    private void run(Map<String, Object> settings, String topic, int partitions, RecordGenerator records) {
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; !stopped; i++) {
                producer.send(records.record(topic, (int) (i % partitions), i), (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
                sent = i + 1;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** How many records it has sent so far. */
    long sent() {
        return sent;
    }

    /** Ends it, and fails if a record was refused: then the test's own load would be in doubt. */
    void finish() {
        close();
        Exception reason = failure.get();
        if (reason != null) {
            throw new IllegalStateException("a record could not be produced", reason);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a load ends", e);
        }
    }
}
