package io.twinspan.control.failover;

import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.journal.TextParts;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.Journal;
import io.twinspan.model.error.ReplicationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a link's operations, in the link's journal topic. Confined to one thread.
 *
 * <pre>
 *  key    operation/(id)/(epoch)-(writer)/(number)      so that no entry takes another's place
 *  value  an {@link Entry} as JSON
 *
 *  of an entry that is too long for one record, for each part:
 *  key    operation/(id)/(epoch)-(writer)/(number)/(part)
 *  value  an {@link EntryPart} as JSON
 * </pre>
 *
 * <p>An entry in parts is kept when its last one is: whoever died before that has not gone on.
 */
public final class OperationLog implements Journal {
    private static final Logger LOGGER = LoggerFactory.getLogger(OperationLog.class);
    private static final String KIND = "operation";
    private static final char SEPARATOR = '/';

    /** How many separators the key of an entry in one record has. */
    private static final int SEPARATORS = 3;

    // In JSON a quotation mark takes two characters, and an entry has a lot of them.
    private static final int MOST_CHARACTERS = JournalTopic.MOST_CHARACTERS / 2 - 1_000;

    private final io.twinspan.control.journal.Journal topic;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<String>> begun = new HashMap<>();
    private int read;

    public OperationLog(io.twinspan.control.journal.Journal topic) {
        this.topic = topic;
    }

    @Override
    public List<Entry> entries() {
        List<JournalRecord> records = topic.read();
        for (; read < records.size(); read++) {
            JournalRecord record = records.get(read);
            String value = record.value();
            if (record.isOf(KIND) && value != null) {
                take(record.key(), value);
            }
        }
        return List.copyOf(entries);
    }

    private void take(String key, String value) {
        try {
            String whole = isPart(key) ? joined(key, JsonText.read(value, EntryPart.class)) : value;
            if (whole != null) {
                entries.add(JsonText.read(whole, Entry.class));
            }
        } catch (ReplicationException | IllegalArgumentException e) {
            LOGGER.warn("The record {} of {} is left out: {}", key, topic.topic(), e.getMessage());
        }
    }

    private static boolean isPart(String key) {
        return key.chars().filter(character -> character == SEPARATOR).count() > SEPARATORS;
    }

    /** The entry of which this is the last part; null if it is not the last, or an earlier one is missing. */
    private @Nullable String joined(String key, EntryPart part) {
        String entry = key.substring(0, key.lastIndexOf(SEPARATOR));
        List<String> texts = begun.computeIfAbsent(entry, unused -> new ArrayList<>());
        if (texts.size() == part.part()) {
            texts.add(part.text());
        }
        if (part.part() < part.of() - 1) {
            return null;
        }
        begun.remove(entry);
        return texts.size() == part.of() ? String.join("", texts) : null;
    }

    @Override
    public void append(Entry entry) {
        String key = String.format(
                "%s/%s/%04d-%s/%06d", KIND, entry.operation(), entry.epoch(), entry.writer(), entry.number());
        List<String> texts = TextParts.cut(JsonText.line(entry), MOST_CHARACTERS);
        var records = new ArrayList<JournalRecord>();
        for (int part = 0; part < texts.size(); part++) {
            records.add(
                    texts.size() == 1
                            ? new JournalRecord(key, texts.get(part), -1, entry.timeMs())
                            : new JournalRecord(
                                    key + SEPARATOR + part,
                                    JsonText.line(new EntryPart(part, texts.size(), texts.get(part))),
                                    -1,
                                    entry.timeMs()));
        }
        topic.append(records);
    }
}
