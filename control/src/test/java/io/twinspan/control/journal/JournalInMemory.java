package io.twinspan.control.journal;

import io.twinspan.model.error.TransientFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journal that several writers share, that can be compacted, and in which something can happen just before or after an append. Confined
 * to one thread.
 */
public final class JournalInMemory implements Journal {
    private final List<JournalRecord> records = new ArrayList<>();
    private final List<Runnable> before = new ArrayList<>();
    private final List<Runnable> after = new ArrayList<>();
    private int reads;
    private int lostAnswers;

    @Override
    public String topic() {
        return "mm2-journal.dc1.internal";
    }

    @Override
    public List<JournalRecord> read() {
        reads++;
        return List.copyOf(records);
    }

    @Override
    public List<Long> append(List<JournalRecord> more) {
        run(before);
        var offsets = new ArrayList<Long>();
        more.forEach(record -> offsets.add(put(record.key(), record.value())));
        run(after);
        if (lostAnswers > 0) {
            lostAnswers--;
            throw new TransientFailure("no answer");
        }
        return offsets;
    }

    private static void run(List<Runnable> events) {
        if (!events.isEmpty()) {
            events.remove(0).run();
        }
    }

    /** What any producer could do. */
    public long put(String key, @Nullable String value) {
        long offset = records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
        records.add(new JournalRecord(key, value, offset, 1_700_000_000_000L + offset));
        return offset;
    }

    /** What happens just before the next append, for each call one. */
    public void beforeAppend(Runnable event) {
        before.add(event);
    }

    /** What happens just after the next append, for each call one. */
    public void afterAppend(Runnable event) {
        after.add(event);
    }

    /** The next append is durable, and nobody is told. */
    public void loseAnswer() {
        lostAnswers++;
    }

    /** Keeps the last record of each key, and forgets those that were deleted. */
    public void compact() {
        Map<String, Long> last = new HashMap<>();
        records.forEach(record -> last.put(record.key(), record.offset()));
        records.removeIf(record -> last.get(record.key()) != record.offset() || record.value() == null);
    }

    /** Only the first ones, as if the rest had never been written. */
    public void keepOnly(int first) {
        records.subList(first, records.size()).clear();
    }

    public List<JournalRecord> records() {
        return List.copyOf(records);
    }

    public int reads() {
        return reads;
    }
}
