package io.twinspan.control.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.client.cluster.TopicReader;
import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.control.cluster.CompactedTopic;
import io.twinspan.control.cluster.TopicWriter;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A link's journal: one partition, compacted, on the target. It is created when something is written first. Confined to the calling
 * thread; every step is bounded in time.
 */
public final class JournalTopic implements Journal, AutoCloseable {
    private static final String CLIENT_ID = "twinspan-journal";

    /** The most characters that a value should have, so that any broker takes it; what is longer is stored in parts. */
    public static final int MOST_CHARACTERS = 200_000;

    private final LinkView link;
    private final Clock clock;
    private final Duration limit;
    private final @Nullable Lender lender;
    private final List<JournalRecord> known = new ArrayList<>();
    private boolean isThere;
    private @Nullable TopicReader reader;
    private @Nullable TopicWriter writer;

    /**
     * Clients of the target that somebody has, or makes when they are asked for first, and closes. Immutable.
     */
    public record Lender(Supplier<ClusterClient> client, Supplier<TopicWriter> writer) {}

    /** The journal of a link; asks the cluster nothing yet, and waits at most so long for each answer. */
    public JournalTopic(LinkView link, Clock clock, Duration limit) {
        this(link, clock, limit, null);
    }

    /**
     * A journal that writes by what somebody has already.
     *
     * @param lender is asked when something is written first; null for clients of its own
     */
    public JournalTopic(LinkView link, Clock clock, Duration limit, @Nullable Lender lender) {
        this.link = link;
        this.clock = clock;
        this.limit = limit;
        this.lender = lender;
    }

    /** What was read before is not read again. */
    @Override
    public List<JournalRecord> read() {
        TopicReader reading = reader;
        if (reading == null) {
            reading = cluster().reader(topic(), CLIENT_ID, limit, this::take);
            reader = reading;
        }
        isThere = reading.readAll(limit);
        return List.copyOf(known);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() != null) {
            known.add(new JournalRecord(
                    new String(record.key(), UTF_8),
                    record.value() == null ? null : new String(record.value(), UTF_8),
                    record.offset(),
                    record.timestamp()));
        }
    }

    /**
     * Adds a record, and returns its offset when it is durable.
     *
     * @param value JSON, or null to have the key forgotten
     * @throws TransientFailure if that failed
     */
    public long append(String key, @Nullable String value) {
        return append(List.of(new JournalRecord(key, value, -1, clock.millis())))
                .get(0);
    }

    @Override
    public List<Long> append(List<JournalRecord> records) {
        TopicWriter open = writer;
        if (open == null) {
            if (!isThere) {
                create();
            }
            open = lender == null
                    ? new TopicWriter(cluster(), CLIENT_ID, limit)
                    : lender.writer().get();
            writer = open;
        }
        return open.append(
                "writing to the journal, " + topic() + ",",
                records.stream().map(this::toRecord).toList());
    }

    private void create() {
        var wanted = new CompactedTopic(cluster(), topic(), link.storageReplication());
        if (lender == null) {
            wanted.create(limit);
        } else {
            wanted.create(lender.client().get());
        }
    }

    private ProducerRecord<byte[], byte[]> toRecord(JournalRecord record) {
        String value = record.value();
        return new ProducerRecord<>(
                topic(),
                0,
                record.timeMs(),
                record.key().getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8));
    }

    private ClusterAccess cluster() {
        return link.target();
    }

    @Override
    public String topic() {
        return link.internal().journal();
    }

    @Override
    public void close() {
        TopicWriter open = writer;
        writer = null;
        if (open != null && lender == null) {
            open.close();
        }
        TopicReader reading = reader;
        reader = null;
        if (reading != null) {
            reading.close();
        }
    }
}
