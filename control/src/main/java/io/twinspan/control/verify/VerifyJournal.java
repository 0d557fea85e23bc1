package io.twinspan.control.verify;

import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The progress of verifications in a link's journal: a record for the run, and one for each partition that was begun, while it has not
 * ended. Confined to the calling thread; every step is bounded in time.
 */
final class VerifyJournal implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(VerifyJournal.class);
    private static final String KIND = "verify";
    private static final String RUN = "run";

    private final JournalTopic topic;
    private final Clock clock;

    VerifyJournal(LinkView link, Clock clock, Duration limit) {
        this.topic = new JournalTopic(link, clock, limit);
        this.clock = clock;
    }

    /** A run that has not ended, with the partitions that it has begun. Immutable. */
    record Unfinished(String id, StoredRun run, Map<TopicPartition, StoredPartition> partitions) {}

    /**
     * The last run that has not ended; empty if all have.
     *
     * @param isByItself whether those count that continuous verification began; else the others do
     * @throws TransientFailure if the target does not answer
     */
    Optional<Unfinished> lastUnfinished(boolean isByItself) {
        return lastUnfinished(topic.read(), isByItself);
    }

    /** The same of records that are at hand; those that cannot be read are left out. */
    static Optional<Unfinished> lastUnfinished(List<JournalRecord> records, boolean isByItself) {
        Map<String, StoredRun> open = new LinkedHashMap<>();
        Map<String, Map<TopicPartition, StoredPartition>> partitions = new HashMap<>();
        for (JournalRecord record : records) {
            String[] words = record.key().split("/", 3);
            if (record.isOf(KIND) && words.length == 3) {
                try {
                    note(words[1], words[2], record.value(), open, partitions);
                } catch (Inconsistent damaged) {
                    LOGGER.warn(
                            "The journal's record {} at offset {} is left out: {}",
                            record.key(),
                            record.offset(),
                            damaged.getMessage());
                }
            }
        }
        return open.entrySet().stream()
                .filter(one -> one.getValue().isByItself() == isByItself)
                .reduce((earlier, later) -> later)
                .map(last -> new Unfinished(
                        last.getKey(), last.getValue(), partitions.getOrDefault(last.getKey(), Map.of())));
    }

    private static void note(
            String id,
            String what,
            @Nullable String value,
            Map<String, StoredRun> open,
            Map<String, Map<TopicPartition, StoredPartition>> partitions) {
        if (what.equals(RUN)) {
            StoredRun run = value == null ? null : JsonText.read(value, StoredRun.class);
            open.remove(id);
            if (run != null && run.endedMs() == 0) {
                open.put(id, run);
            }
        } else if (value != null) {
            StoredPartition stored = JsonText.read(value, StoredPartition.class);
            partitions
                    .computeIfAbsent(id, unused -> new HashMap<>())
                    .put(new TopicPartition(stored.topic(), stored.partition()), stored);
        }
    }

    /** Keeps how far a run is, and some of its partitions. */
    void keep(String id, StoredRun run, Collection<StoredPartition> partitions) {
        var records = new ArrayList<JournalRecord>();
        for (StoredPartition partition : partitions) {
            records.add(record(key(id, partition.topic() + "-" + partition.partition()), JsonText.line(partition)));
        }
        records.add(record(key(id, RUN), JsonText.line(run)));
        topic.append(records);
    }

    /** Keeps that a run has ended, and forgets the rest: whoever wants its outcome has it. */
    void end(String id, StoredRun run, Collection<TopicPartition> partitions) {
        List<JournalRecord> records = new ArrayList<>();
        records.add(record(key(id, RUN), JsonText.line(run)));
        partitions.forEach(partition -> records.add(record(key(id, partition.toString()), null)));
        topic.append(records);
    }

    private JournalRecord record(String key, @Nullable String value) {
        return new JournalRecord(key, value, -1, clock.millis());
    }

    private static String key(String id, String what) {
        return KIND + "/" + id + "/" + what;
    }

    @Override
    public void close() {
        topic.close();
    }
}
