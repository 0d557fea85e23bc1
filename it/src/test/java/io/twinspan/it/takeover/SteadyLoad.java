package io.twinspan.it.takeover;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces numbered records all the time, round the partitions, about a thousand a second. Thread-safe. */
final class SteadyLoad implements AutoCloseable {
    private static final int BURST = 20;
    private static final long PAUSE_NANOS = 20_000_000;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;

    SteadyLoad(KafkaCluster cluster, String topic, int partitions) {
        thread = new Thread(() -> run(cluster, topic, partitions), "twinspan-load-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(KafkaCluster cluster, String topic, int partitions) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("linger.ms", "5");
        config.put("compression.type", "lz4");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (!ended.get()) {
                for (int i = 0; i < BURST; i++) {
                    long number = sent.getAndIncrement();
                    byte[] value = ("value-" + number).getBytes(StandardCharsets.UTF_8);
                    producer.send(new ProducerRecord<>(topic, (int) (number % partitions), value, value));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** How many records were sent. */
    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        end();
    }

    /** Stops; returns when everything is in the cluster. */
    void end() {
        ended.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
