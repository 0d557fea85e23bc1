package io.twinspan.testkit.record;

import io.twinspan.testkit.cluster.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic made by {@link TopicLoader}, to which more records may be added at any time; every load continues the sequence
 * of the one before.
 *
 * <p>Confined to one thread.
 */
public final class LoadedTopic {

    /** Records of one load are younger than each other by less; the record that ends a segment is older by more. */
    static final long COMPACTED_SEGMENT_MILLIS = 1_800_000;

    /** Consecutive records that go to the same partition, so that batches fill. */
    private static final int RUN = 64;

    private static final int INTERLEAVED = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final KafkaCluster cluster;
    private final String topic;
    private final int partitions;
    private final Map<String, Object> producerSettings;
    private final Map<Integer, Set<String>> keys = new HashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long next;
    private long committed;
    private long aborted;

    LoadedTopic(KafkaCluster cluster, String topic, int partitions, Map<String, Object> producerSettings) {
        this.cluster = cluster;
        this.topic = topic;
        this.partitions = partitions;
        this.producerSettings = Map.copyOf(producerSettings);
    }

    /** The topic's name. */
    public String topic() {
        return topic;
    }

    /** How many records consumers may see, had none been removed. */
    public long committed() {
        return committed;
    }

    /** How many records were written in transactions that aborted. */
    public long aborted() {
        return aborted;
    }

    /** All partitions of the topic. */
    public List<TopicPartition> partitions() {
        return IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
    }

    /** Writes the next {@code count} records of a sequence and waits until they are acknowledged. */
    public LoadedTopic load(RecordGenerator generator, long count) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (long end = next + count; next < end; next++) {
                send(producer, generator);
            }
            producer.flush();
        }
        checkFailure();
        committed += count;
        return this;
    }

    /**
     * Writes the next {@code count} records in transactions of two producers whose batches interleave; every
     * {@code abortEvery}-th transaction aborts.
     */
    public LoadedTopic loadInTransactions(RecordGenerator generator, long count, int perTransaction, int abortEvery) {
        List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                KafkaProducer<byte[], byte[]> producer =
                        producer(Map.of("transactional.id", topic + "-loader-" + i, "linger.ms", 0));
                producers.add(producer);
                producer.initTransactions();
            }
            int transactions = 0;
            for (long end = next + count; next < end; transactions += producers.size()) {
                transact(
                        producers,
                        generator,
                        Math.min(end, next + (long) perTransaction * 2),
                        transactions,
                        abortEvery);
            }
        } finally {
            producers.forEach(KafkaProducer::close);
        }
        checkFailure();
        return this;
    }

    private void transact(
            List<KafkaProducer<byte[], byte[]>> producers,
            RecordGenerator generator,
            long end,
            int transactions,
            int abortEvery) {
        long[] sent = new long[producers.size()];
        producers.forEach(KafkaProducer::beginTransaction);
        for (; next < end; next++) {
            int turn = (int) (next / INTERLEAVED % producers.size());
            send(producers.get(turn), generator);
            sent[turn]++;
            if (next % INTERLEAVED == INTERLEAVED - 1) {
                // Else each producer would write its whole transaction as one batch.
                producers.get(turn).flush();
            }
        }
        for (int i = 0; i < producers.size(); i++) {
            if ((transactions + i) % abortEvery == abortEvery - 1) {
                producers.get(i).flush();
                producers.get(i).abortTransaction();
                aborted += sent[i];
            } else {
                producers.get(i).commitTransaction();
                committed += sent[i];
            }
        }
    }

    /**
     * Makes the cleaner remove every record that has a younger one of the same key, and waits until it has: of what was
     * loaded, one record per key is left, tombstones included, and one record more that ended the last segment.
     */
    public LoadedTopic clean() {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (TopicPartition partition : partitions()) {
                // Never the same key again, or an earlier call's record would be cleaned away too.
                String key = "end-of-segment-" + next++;
                keys.computeIfAbsent(partition.partition(), p -> new HashSet<>())
                        .add(key);
                producer.send(
                        new ProducerRecord<>(
                                topic,
                                partition.partition(),
                                System.currentTimeMillis() + COMPACTED_SEGMENT_MILLIS,
                                key.getBytes(StandardCharsets.UTF_8),
                                new byte[0]),
                        (metadata, e) -> note(e));
                committed++;
            }
        }
        checkFailure();
        for (TopicPartition partition : partitions()) {
            long expected = keys.getOrDefault(partition.partition(), Set.of()).size();
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            long left = stored(partition);
            while (left != expected) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the cleaner left " + left + " records in " + partition + ", not "
                            + expected + "; is the topic compacted(), and are records old enough?");
                }
                pause();
                left = stored(partition);
            }
        }
        return this;
    }

    private long stored(TopicPartition partition) {
        return StoredBatch.of(cluster, partition).stream()
                .filter(batch -> !batch.control())
                .mapToLong(StoredBatch::records)
                .sum();
    }

    /** Writes fillers and removes them, so that every partition's log start and end are at this offset or above. */
    public LoadedTopic startAt(long offset) {
        RecordGenerator fillers = index -> new RecordGenerator.Content(null, null, null, List.of());
        Map<TopicPartition, RecordsToDelete> starts = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("compression.type", "zstd", "batch.size", 1_000_000))) {
            for (TopicPartition partition : partitions()) {
                for (long i = 0; i < offset; i++) {
                    producer.send(fillers.record(topic, partition.partition(), i), (metadata, e) -> note(e));
                }
                starts.put(partition, RecordsToDelete.beforeOffset(offset));
            }
        }
        checkFailure();
        deleteRecords(starts);
        return this;
    }

    /** Removes all records before an offset of one partition, as retention does. */
    public void deleteBefore(int partition, long offset) {
        deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)));
    }

    private void deleteRecords(Map<TopicPartition, RecordsToDelete> starts) {
        try {
            cluster.admin().deleteRecords(starts).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("could not remove the records of " + topic + " before " + starts, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while removing records of " + topic, e);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, RecordGenerator generator) {
        int partition = (int) (next / RUN % partitions);
        ProducerRecord<byte[], byte[]> record = generator.record(topic, partition, next);
        if (record.key() != null) {
            keys.computeIfAbsent(partition, p -> new HashSet<>())
                    .add(new String(record.key(), StandardCharsets.ISO_8859_1));
        }
        producer.send(record, (metadata, e) -> note(e));
    }

    private void note(@Nullable Exception e) {
        if (e != null) {
            failure.compareAndSet(null, e);
        }
    }

    private void checkFailure() {
        Exception reason = failure.getAndSet(null);
        if (reason != null) {
            throw new IllegalStateException("could not load " + topic + ": " + reason.getMessage(), reason);
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(producerSettings);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the log cleaner", e);
        }
    }
}
