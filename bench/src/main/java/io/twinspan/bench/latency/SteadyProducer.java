package io.twinspan.bench.latency;

import io.twinspan.bench.load.EventGenerator;
import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Produces lz4 events whose key is the moment of the call, round robin over the partitions. Confined to one thread. */
final class SteadyProducer implements AutoCloseable {
    private static final int LINGER_MS = 5;

    private final KafkaProducer<byte[], byte[]> producer;
    private final EventGenerator events = new EventGenerator(5);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final String topic;
    private final int partitions;
    private long sent;

    SteadyProducer(KafkaCluster cluster, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        Map<String, Object> settings = new HashMap<>(cluster.clientProperties());
        settings.put("client.id", "bench-producer");
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", LINGER_MS);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send() {
        byte[] event = events.event();
        byte[] stamp =
                ByteBuffer.allocate(Long.BYTES).putLong(System.nanoTime()).array();
        producer.send(new ProducerRecord<>(topic, (int) (sent % partitions), stamp, event), (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
        sent++;
    }

    /** Sends at this rate until the time given, evenly. */
    void sendUntil(long endNanos, int recordsPerSecond) {
        long begun = System.nanoTime();
        for (long number = 0; ; number++) {
            long due = begun + number * 1_000_000_000L / recordsPerSecond;
            if (due >= endNanos) {
                break;
            }
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            send();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("cannot produce to " + topic + ": " + failed, failed);
        }
    }

    long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
