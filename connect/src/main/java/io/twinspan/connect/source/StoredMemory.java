package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.client.cluster.Problem;
import io.twinspan.connect.sync.SyncMemory;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.connect.sync.TopicChange;
import io.twinspan.connect.sync.TopicReconciler.Desired;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.wire.InternalTopics;
import io.twinspan.model.wire.SyncedRecord;
import io.twinspan.model.wire.SyncedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a link put on the target, remembered in a compacted topic there, which is created when there is something to remember. It is
 * read once: nobody else writes it. Confined to the monitor thread.
 */
final class StoredMemory implements SyncMemory {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoredMemory.class);
    private static final Duration STEP = Duration.ofMillis(500);

    private final SourceSettings settings;
    private final String topic;
    private final TargetTopics topics;
    private final ClusterErrors errors;
    private @Nullable Remembered known;

    StoredMemory(SourceSettings settings, String topic, TargetTopics topics, ClusterErrors errors) {
        this.settings = settings;
        this.topic = topic;
        this.topics = topics;
        this.errors = errors;
    }

    @Override
    public Remembered read() {
        Remembered before = known;
        if (before != null) {
            return before;
        }
        Remembered now = exists() ? stored() : Remembered.NOTHING;
        known = now;
        return now;
    }

    private boolean exists() {
        TargetTopics.Observed observed = topics.observe(List.of(topic));
        for (Problem problem : observed.problems()) {
            throw new TransientFailure(problem.toString());
        }
        return observed.partitions().containsKey(topic);
    }

    private Remembered stored() {
        var records = new ArrayList<SyncedRecord>();
        long deadline = System.nanoTime() + settings.adminTimeout().toNanos();
        Map<String, Object> client = settings.clients().syncedConsumer();
        try (var reader = new PositionsReader(topic, client, errors, record -> add(record, records))) {
            while (!reader.advance(STEP)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TransientFailure("Topic " + topic + " could not be read in "
                            + settings.adminTimeout().toSeconds() + " s.");
                }
            }
        }
        return Remembered.NOTHING.with(records);
    }

    private void add(ConsumerRecord<byte[], byte[]> stored, List<SyncedRecord> records) {
        SyncedRecord record = SyncedRecords.decode(stored.key(), stored.value());
        if (record instanceof SyncedRecord.Unreadable unreadable) {
            LOGGER.warn(
                    "Link {}: a record of {} is left out: {}. A newer version may have written it.",
                    settings.link(),
                    topic,
                    unreadable.reason());
        } else {
            records.add(record);
        }
    }

    @Override
    public void write(Collection<? extends SyncedRecord> records) {
        Remembered before = read();
        if (!exists()) {
            create();
        }
        var stored = new ArrayList<ProducerRecord<byte[], byte[]>>();
        records.forEach(record -> stored.add(
                new ProducerRecord<>(topic, 0, SyncedRecords.encodeKey(record), SyncedRecords.encodeValue(record))));
        PositionsWriter.send(
                stored,
                settings.clients().syncedProducer(),
                settings.adminTimeout(),
                failure -> errors.explain("storing in " + topic, failure));
        known = before.with(records);
    }

    private void create() {
        var desired = new Desired(topic, 1, settings.config().positionsReplication(), InternalTopics.CONFIGS);
        for (Problem problem : topics.apply(List.of(new TopicChange.Create(desired)))) {
            throw new TransientFailure(problem.toString());
        }
    }
}
