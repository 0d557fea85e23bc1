package io.twinspan.bench.latency;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer on a thread of its own that compares each record's stamp, its key, with the time it sees it. The counters are safe to read
 * any time, the histogram after {@link #close}.
 */
final class StampReader implements AutoCloseable {
    private final Histogram micros = new Histogram(120_000_000L, 3);
    private final AtomicLong seen = new AtomicLong();
    private final Map<String, Object> settings;
    private final String topic;
    private final int partitions;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long from = Long.MAX_VALUE;
    private volatile long to = Long.MAX_VALUE;
    private volatile @Nullable RuntimeException failure;

    StampReader(KafkaCluster cluster, String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        settings = new HashMap<>(cluster.clientProperties());
        settings.put("client.id", "bench-reader-" + cluster.name());
        thread = new Thread(this::read, "bench-reader-" + cluster.name());
        thread.start();
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var assigned = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    see(ByteBuffer.wrap(record.key()).getLong(), System.nanoTime());
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void see(long stamp, long now) {
        if (stamp >= from && stamp < to) {
            micros.recordValue(Math.min(120_000_000L, Math.max(1, (now - stamp) / 1_000)));
        }
        seen.incrementAndGet();
    }

    /** Records with a stamp in here count. */
    void window(long fromNanos, long toNanos) {
        to = toNanos;
        from = fromNanos;
    }

    /** How many records it has seen. */
    long seen() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException(thread.getName() + " has failed: " + failed, failed);
        }
        return seen.get();
    }

    Percentiles percentiles() {
        return Percentiles.of(micros);
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
