package io.twinspan.connect.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records of which only the newest for each partition counts, to a topic that may be away: keeps at most one for each partition,
 * and sends again what failed, unless there is a newer one. Never waits, but to close. Confined to one thread, but for the
 * producer's answers.
 */
final class NewestRecords {
    private static final Logger LOGGER = LoggerFactory.getLogger(NewestRecords.class);
    private static final long RETRY_MS = 5_000;
    private static final int MOST_IN_FLIGHT = 1_000;
    private static final long CLOSE_STEP_NANOS = 10_000_000;

    private final String what;
    private final Map<String, Object> client;
    private final Function<Map<String, Object>, Producer<byte[], byte[]>> producers;
    private final Map<TopicPartition, ProducerRecord<byte[], byte[]>> newest = new HashMap<>();
    private final Map<TopicPartition, ProducerRecord<byte[], byte[]>> waiting = new LinkedHashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private int inFlight;
    private long pausedUntilMs;
    private String trouble = "";

    private record Answer(
            TopicPartition partition,
            ProducerRecord<byte[], byte[]> record,
            @Nullable Exception failure) {}

    /**
     * @param what is written and where, for people
     * @param client a producer's configuration
     */
    NewestRecords(
            String what,
            Map<String, Object> client,
            Function<Map<String, Object>, Producer<byte[], byte[]>> producers) {
        this.what = what;
        this.client = new HashMap<>(client);
        this.producers = producers;
        // A send that knows no partition fails at once and asks for them; the next one, later, finds them known.
        this.client.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    }

    /** This is the newest record of the partition now. */
    void put(TopicPartition partition, ProducerRecord<byte[], byte[]> record) {
        newest.put(partition, record);
        waiting.put(partition, record);
    }

    /** Sends what can be sent now. */
    void send(long nowMs) {
        takeAnswers(nowMs);
        if (waiting.isEmpty() || nowMs < pausedUntilMs) {
            return;
        }
        try {
            Producer<byte[], byte[]> sender = producer();
            while (!waiting.isEmpty() && inFlight < MOST_IN_FLIGHT) {
                Map.Entry<TopicPartition, ProducerRecord<byte[], byte[]>> next =
                        waiting.entrySet().iterator().next();
                TopicPartition partition = next.getKey();
                ProducerRecord<byte[], byte[]> record = next.getValue();
                waiting.remove(partition);
                inFlight++;
                sender.send(record, (metadata, failure) -> answers.add(new Answer(partition, record, failure)));
                if (!answers.isEmpty() && takeAnswers(nowMs)) {
                    return;
                }
            }
        } catch (KafkaException | IllegalStateException e) {
            troubled(e, nowMs);
        }
    }

    /** Returns whether anything failed. */
    private boolean takeAnswers(long nowMs) {
        boolean failed = false;
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            inFlight--;
            Exception failure = answer.failure();
            if (failure == null) {
                recovered();
                continue;
            }
            failed = true;
            if (answer.record().equals(newest.get(answer.partition()))) {
                waiting.putIfAbsent(answer.partition(), answer.record());
            }
            troubled(failure, nowMs);
        }
        return failed;
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> known = producer;
        if (known == null) {
            known = producers.apply(client);
            producer = known;
        }
        return known;
    }

    private void troubled(Exception failure, long nowMs) {
        String now = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        // The first send to a topic always fails: nothing is known of it yet.
        boolean isFirst = pausedUntilMs == 0;
        pausedUntilMs = Math.max(nowMs, nowMs + (isFirst ? RETRY_MS / 10 : RETRY_MS));
        if (!isFirst && !now.equals(trouble)) {
            trouble = now;
            LOGGER.warn(
                    "{} cannot be written now: {}. Copying goes on; it is tried again until it works. If it stays, check that the"
                            + " topic exists and that the link's principal may WRITE to it.",
                    what,
                    now);
        }
    }

    private void recovered() {
        if (!trouble.isEmpty()) {
            trouble = "";
            LOGGER.info("{} can be written again.", what);
        }
    }

    /** Sends what there is, again if need be; waits at most this long for it. */
    void close(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        send(Long.MAX_VALUE);
        while ((inFlight > 0 || (trouble.isEmpty() && !waiting.isEmpty())) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(CLOSE_STEP_NANOS);
            pausedUntilMs = 0;
            send(Long.MAX_VALUE);
        }
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }
}
