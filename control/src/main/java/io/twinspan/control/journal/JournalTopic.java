package io.twinspan.control.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.TopicWriter;
import io.twinspan.control.cluster.TopicsReader;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
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
    private @Nullable TopicWriter writer;

    /** The journal of a link; asks the cluster nothing yet, and waits at most so long for each answer. */
    public JournalTopic(LinkView link, Clock clock, Duration limit) {
        this.link = link;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public List<JournalRecord> read() {
        var records = new ArrayList<JournalRecord>();
        new TopicsReader(cluster(), CLIENT_ID, clock, limit).read(topic(), record -> {
            if (record.key() != null) {
                records.add(new JournalRecord(
                        new String(record.key(), UTF_8),
                        record.value() == null ? null : new String(record.value(), UTF_8),
                        record.offset(),
                        record.timestamp()));
            }
        });
        return records;
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
            create();
            open = new TopicWriter(cluster(), CLIENT_ID, limit);
            writer = open;
        }
        return open.append(
                "writing to the journal, " + topic() + ",",
                records.stream().map(this::toRecord).toList());
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

    private void create() {
        try (Admin admin = Admin.create(cluster().client(CLIENT_ID, limit))) {
            Set<String> topics = cluster().await(admin.listTopics().names(), limit);
            if (topics.contains(topic())) {
                return;
            }
            short factor = link.storageReplication();
            var wanted = new NewTopic(topic(), Optional.of(1), factor < 0 ? Optional.empty() : Optional.of(factor))
                    .configs(Map.of("cleanup.policy", "compact"));
            try {
                cluster().await(admin.createTopics(List.of(wanted)).all(), limit);
            } catch (TransientFailure e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TransientFailure(
                            "the journal " + topic() + " is missing, and could not be created: " + e.getMessage()
                                    + ". The principal of the file needs CREATE on it, and enough brokers for"
                                    + " 'positions.topic.replication.factor'.",
                            e.getCause());
                }
            }
        }
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
        if (open != null) {
            open.close();
        }
    }
}
