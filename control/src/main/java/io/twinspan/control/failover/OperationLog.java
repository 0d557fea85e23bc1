package io.twinspan.control.failover;

import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Journal;
import io.twinspan.model.error.ReplicationException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a link's operations, in the link's journal topic. Confined to one thread.
 *
 * <pre>
 *  key    operation/(id)/(epoch)-(writer)/(number)      so that no entry takes another's place
 *  value  an {@link Entry} as JSON
 * </pre>
 */
public final class OperationLog implements Journal {
    private static final Logger LOGGER = LoggerFactory.getLogger(OperationLog.class);
    private static final String KIND = "operation";

    private final JournalTopic topic;
    private final List<Entry> entries = new ArrayList<>();
    private int read;

    public OperationLog(JournalTopic topic) {
        this.topic = topic;
    }

    @Override
    public List<Entry> entries() {
        List<JournalRecord> records = topic.read();
        for (; read < records.size(); read++) {
            JournalRecord record = records.get(read);
            String value = record.value();
            if (record.isOf(KIND) && value != null) {
                try {
                    entries.add(JsonText.read(value, Entry.class));
                } catch (ReplicationException | IllegalArgumentException e) {
                    LOGGER.warn("The record {} of {} is left out: {}", record.key(), topic.topic(), e.getMessage());
                }
            }
        }
        return List.copyOf(entries);
    }

    @Override
    public void append(Entry entry) {
        topic.append(
                String.format(
                        "%s/%s/%04d-%s/%06d", KIND, entry.operation(), entry.epoch(), entry.writer(), entry.number()),
                JsonText.line(entry));
    }
}
