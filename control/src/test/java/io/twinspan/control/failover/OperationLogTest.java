package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.journal.JournalInMemory;
import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OperationLogTest {
    private final JournalInMemory journal = new JournalInMemory();
    private final OperationLog log = new OperationLog(journal);

    @Test
    void anEntryIsOneRecordUnderAKeyOfItsOwn() {
        Entry entry = entry(2, "ann", 5, "note");
        log.append(entry);

        assertThat(journal.records()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("operation/f1/0002-ann/000005");
            assertThat(JsonText.read(String.valueOf(record.value()), Entry.class))
                    .isEqualTo(entry);
        });
        assertThat(log.entries()).containsExactly(entry);
    }

    @Test
    void entriesAreInTheOrderOfTheJournalWhoeverWroteThem() {
        Entry first = entry(1, "ann", 0, "a");
        Entry second = entry(2, "bob", 0, "b");
        Entry late = entry(1, "ann", 1, "c");
        List.of(first, second, late).forEach(log::append);

        assertThat(log.entries()).containsExactly(first, second, late);
        log.append(entry(2, "bob", 1, "d"));
        assertThat(log.entries()).as("what was read stays").hasSize(4).startsWith(first, second, late);
        assertThat(new OperationLog(journal).entries()).isEqualTo(log.entries());
    }

    /** As the topics of a large cluster are, and the denials on them. */
    @Test
    void aLongNoteIsKeptInPartsThatAnyBrokerTakes() {
        var topics = new Notes.Topics(IntStream.range(0, 20_000)
                .mapToObj(i -> new MovedTopic("a-topic-with-quite-a-long-name-" + i, "dc1.a-topic-" + i, 12))
                .toList());
        Entry entry = entry(1, "ann", 0, JsonText.line(topics));
        log.append(entry);

        assertThat(journal.records())
                .hasSizeGreaterThan(10)
                .allSatisfy(record ->
                        assertThat(String.valueOf(record.value()).length()).isLessThan(JournalTopic.MOST_CHARACTERS));
        assertThat(journal.records().stream().map(JournalRecord::key)).doesNotHaveDuplicates();
        assertThat(log.entries()).containsExactly(entry);
    }

    @Test
    void whateverALongNoteHoldsItIsReadAsItWas() {
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            random.ints(random.nextInt(300_000), 0, 5)
                    .forEach(kind -> text.append(
                            List.of("a", "\"", "\\", "\u0001", "\ud83d\ude80").get(kind)));
            Entry entry = entry(1, "ann", seed, text.toString());
            log.append(entry);
            List<Entry> entries = log.entries();
            assertThat(entries.get(entries.size() - 1)).as("seed %d", seed).isEqualTo(entry);
        }
        assertThat(journal.records())
                .allSatisfy(record ->
                        assertThat(String.valueOf(record.value()).length()).isLessThan(JournalTopic.MOST_CHARACTERS));
    }

    /** Whoever wrote it does not know it to be kept, and did nothing that relies on it. */
    @Test
    void anEntryOfWhichPartsAreMissingIsNone() {
        log.append(entry(1, "ann", 0, "x".repeat(500_000)));
        List<JournalRecord> all = journal.records();
        assertThat(all).hasSizeGreaterThan(3);
        for (int missing = 0; missing < all.size(); missing++) {
            var partly = new JournalInMemory();
            var kept = new ArrayList<>(all);
            kept.remove(missing);
            kept.forEach(record -> partly.put(record.key(), record.value()));
            Entry next = entry(2, "bob", 0, "y");
            var reader = new OperationLog(partly);
            reader.append(next);
            assertThat(reader.entries()).as("without part %d", missing).containsExactly(next);
        }
    }

    /** Another process may write in between; what counts is when an entry was complete. */
    @Test
    void partsOfTwoWritersMayAlternate() {
        Entry one = entry(1, "ann", 0, "x".repeat(250_000));
        Entry two = entry(2, "bob", 0, "y".repeat(250_000));
        log.append(one);
        log.append(two);
        List<JournalRecord> records = journal.records();
        int half = records.size() / 2;
        var mixed = new JournalInMemory();
        for (int i = 0; i < half; i++) {
            mixed.put(records.get(half + i).key(), records.get(half + i).value());
            mixed.put(records.get(i).key(), records.get(i).value());
        }

        assertThat(new OperationLog(mixed).entries()).containsExactly(two, one);
    }

    @Test
    void whatIsOfAnotherKindOrCannotBeReadIsLeftOut() {
        journal.put("report/x", "{}");
        journal.put("operation/f1/0001-ann/000000", "no JSON");
        journal.put("operation/f1/0001-ann/000001", "{\"operation\":\"f1\",\"epoch\":0}");
        journal.put("operation/f1/0001-ann/000002", null);
        journal.put("operation/f1/0001-ann/000003/0", "{\"part\":7,\"of\":3,\"text\":\"\"}");
        Entry entry = entry(1, "ann", 4, "a");
        log.append(entry);

        assertThat(log.entries()).containsExactly(entry);
    }

    private static Entry entry(int epoch, String writer, int number, String text) {
        return new Entry("f1", epoch, writer, number, Entry.Type.NOTED, "fence", "acls", text, 1_700_000_000_000L);
    }
}
