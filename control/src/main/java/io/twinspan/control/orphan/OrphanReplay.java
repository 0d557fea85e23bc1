package io.twinspan.control.orphan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends orphans to topics of the target, each exactly once, however often it is begun and broken off. Confined to one thread.
 *
 * <p>Implementation note. How far it is in each partition is stored in the transaction that appends the records, in a topic of its own: a
 * transaction that is left open holds up nobody else's reading there. A second process of the same name is fenced.
 */
public final class OrphanReplay implements OrphanScan.Sink, AutoCloseable {
    /** Tells where a record was that is replayed into a topic other than its own: {@code orders-3@1234}. */
    public static final String HEADER = "twinspan.orphan";

    private static final int MOST_RECORDS = 1_000;
    private static final long MOST_BYTES = 4L << 20;
    private static final int TRANSACTION_MS = 30_000;

    private final Scene scene;
    private final @Nullable String into;
    private final String transactionalId;
    private final Map<OrphanMark.Key, Long> done;
    private final List<Entry> waiting = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private long waitingBytes;
    private long appended;
    private long skipped;

    /** A record that is to be appended. Immutable. */
    private record Entry(OrphanRange range, ConsumerRecord<byte[], byte[]> orphan) {}

    /**
     * Takes over from whoever replayed before.
     *
     * @param into a topic of the target for all of them, or null for the copies that lack them
     * @throws TransientFailure if the target does not answer, or refuses
     */
    public OrphanReplay(Scene scene, @Nullable String into) {
        this.scene = scene;
        this.into = into;
        this.transactionalId = transactionalId(scene, into);
        Map<String, Object> config = scene.link().target().client("twinspan-replay", scene.limit());
        config.put("transactional.id", transactionalId);
        config.put("transaction.timeout.ms", TRANSACTION_MS);
        config.put("enable.idempotence", true);
        config.put("acks", "all");
        config.put("compression.type", "lz4");
        int limitMs = Math.toIntExact(scene.limit().toMillis());
        config.put("max.block.ms", limitMs);
        config.put("delivery.timeout.ms", limitMs);
        try {
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw failure(e);
        }
        try {
            OrphanMark.createTopic(scene);
            producer.initTransactions();
            // Only now: what another process had under way is decided.
            done = OrphanMark.read(scene);
        } catch (KafkaException e) {
            close();
            throw failure(e);
        } catch (ReplicationException e) {
            close();
            throw e;
        }
    }

    private static String transactionalId(Scene scene, @Nullable String into) {
        return "twinspan-orphans-" + scene.link().name().source() + "-"
                + scene.link().name().target() + (into == null ? "" : "-" + into);
    }

    /**
     * How far the orphans of some stretches were appended to the copies that lacked them: below which offset of the source; 0 for those
     * of which none was.
     *
     * @throws TransientFailure if the target does not tell
     */
    public static Map<OrphanRange, Long> doneBefore(Scene scene, List<OrphanRange> ranges) {
        Map<OrphanMark.Key, Long> marks = OrphanMark.read(scene);
        var below = new HashMap<OrphanRange, Long>();
        ranges.forEach(range -> below.put(range, marks.getOrDefault(OrphanMark.key(range, null), 0L)));
        return below;
    }

    /**
     * Takes one; it is appended with others, at the latest by {@link #finish}.
     *
     * @throws TransientFailure if they could not be appended; who begins anew goes on where this one stopped
     */
    @Override
    public void orphan(OrphanRange range, ConsumerRecord<byte[], byte[]> orphan) {
        if (orphan.offset() < done.getOrDefault(OrphanMark.key(range, into), 0L)) {
            skipped++;
            return;
        }
        waiting.add(new Entry(range, orphan));
        waitingBytes += Math.max(0, orphan.serializedKeySize()) + (long) Math.max(0, orphan.serializedValueSize());
        if (waiting.size() >= MOST_RECORDS || waitingBytes >= MOST_BYTES) {
            flush();
        }
    }

    /** Appends the rest. */
    public void finish() {
        if (!waiting.isEmpty()) {
            flush();
        }
    }

    private void flush() {
        Map<OrphanMark.Key, OrphanMark> reached = new HashMap<>();
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Entry entry : waiting) {
                sent.add(producer.send(record(entry)));
                var mark = OrphanMark.of(entry.range(), into, entry.orphan().offset() + 1);
                reached.put(mark.key(), mark);
            }
            reached.values().forEach(mark -> sent.add(producer.send(mark.record(scene))));
            for (Future<RecordMetadata> one : sent) {
                one.get(scene.limit().toMillis(), TimeUnit.MILLISECONDS);
            }
            producer.commitTransaction();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw failure(e);
        }
        appended += waiting.size();
        reached.forEach((key, mark) -> done.put(key, mark.below()));
        waiting.clear();
        waitingBytes = 0;
    }

    private ProducerRecord<byte[], byte[]> record(Entry entry) {
        ConsumerRecord<byte[], byte[]> orphan = entry.orphan();
        String topic = into;
        if (topic == null) {
            TopicPartition copy = entry.range().copy();
            return new ProducerRecord<>(
                    copy.topic(), copy.partition(), orphan.timestamp(), orphan.key(), orphan.value(), orphan.headers());
        }
        // Its key decides where it goes: the topic may have any number of partitions.
        var headers = new RecordHeaders(orphan.headers().toArray());
        String place = orphan.topic() + "-" + orphan.partition() + "@" + orphan.offset();
        headers.add(HEADER, place.getBytes(UTF_8));
        return new ProducerRecord<>(topic, null, orphan.timestamp(), orphan.key(), orphan.value(), headers);
    }

    /**
     * Looks whether everything can be appended where it belongs.
     *
     * @throws Inconsistent if a topic or a partition is missing
     */
    public static void requireRoom(Scene scene, List<OrphanRange> ranges, @Nullable String into) {
        List<String> names = into == null
                ? ranges.stream().map(range -> range.copy().topic()).distinct().toList()
                : List.of(into);
        Map<String, TopicDescription> there = scene.target().topics(names);
        for (String name : names) {
            if (!there.containsKey(name)) {
                throw new Inconsistent("topic " + name + " is not on "
                        + scene.link().target().alias() + "; create it, or name another one with --into");
            }
        }
        for (OrphanRange range : into == null ? ranges : List.<OrphanRange>of()) {
            TopicDescription topic = there.get(range.copy().topic());
            if (topic != null && range.copy().partition() >= topic.partitions().size()) {
                throw new Inconsistent(range.copy() + " is not on "
                        + scene.link().target().alias() + ", where the topic has "
                        + topic.partitions().size() + " partitions");
            }
        }
    }

    /** How many were appended by this process. */
    public long appended() {
        return appended;
    }

    /** How many had been appended before. */
    public long skipped() {
        return skipped;
    }

    private TransientFailure failure(Throwable cause) {
        return new TransientFailure(
                "appending orphans to " + scene.link().target().alias() + " failed: " + cause.getMessage()
                        + ". What was appended before stays; begin again, and it goes on behind that. It needs WRITE on the topics,"
                        + " on " + scene.link().internal().orphans() + " and on the transactional id "
                        + transactionalId,
                cause);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
