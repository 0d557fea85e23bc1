package io.twinspan.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.journal.Journal;
import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.Verdict;
import io.twinspan.model.name.LinkName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsRenderingTest {
    private static final Instant NOW = Instant.parse("2026-12-03T12:00:00Z");

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final LinkReports SILENT =
            new LinkReports("dc2->dc1", "mm2-journal.dc2.internal", null, "no answer");

    private final ListJournal journal = new ListJournal();
    private final ReportStore store = new ReportStore(journal, Clock.systemUTC());

    /** A journal without a cluster. Confined to one thread. */
    private static final class ListJournal implements Journal {
        private final List<JournalRecord> records = new ArrayList<>();

        @Override
        public String topic() {
            return "mm2-journal.dc1.internal";
        }

        @Override
        public List<JournalRecord> read() {
            return List.copyOf(records);
        }

        @Override
        public List<Long> append(List<JournalRecord> more) {
            more.forEach(record ->
                    records.add(new JournalRecord(record.key(), record.value(), records.size(), record.timeMs())));
            return List.of();
        }
    }

    @Test
    void theNewestComeFirst() {
        store.add(verification());
        store.add(emergency());

        assertThat(ReportsText.of(List.of(SILENT, links()), "mm2.properties", NOW))
                .isEqualTo("""
                        LINK      NO  ID                              WHEN  KIND                VERDICT         RPO                   RTO  GROUPS EXACT
                        dc1->dc2   2  emergency-1  2026-11-30 13:00:00 UTC  emergency failover  done with loss  at most 7 records  41.2 s        1 of 2
                        dc1->dc2   1  verify-1     2026-11-30 12:00:00 UTC  verify              ok              -                       -             -""");
    }

    @Test
    void jsonHasTheNumbersAndWhatCannotBeRead() {
        store.add(verification());
        SealedReport emergency = store.add(emergency());

        String json = JsonText.indented(ReportsJson.of(List.of(links(), SILENT)));

        assertThat(json)
                .containsSubsequence(
                        "\"link\" : \"dc1->dc2\"",
                        "\"failure\" : null",
                        "\"id\" : \"emergency-1\"",
                        "\"number\" : 2",
                        "\"kind\" : \"EMERGENCY_FAILOVER\"",
                        "\"verdict\" : \"DONE_WITH_LOSS\"",
                        "\"sentence\" : \"Some are lost.\"",
                        "\"started\" : \"2026-11-30T13:00:00Z\"",
                        "\"rpoRecords\" : 7",
                        "\"rpoMs\" : null",
                        "\"rpoExact\" : false",
                        "\"rtoMs\" : 41200",
                        "\"groups\" : 2",
                        "\"groupsExact\" : 1",
                        "\"hash\" : \"" + emergency.hash() + "\"",
                        "\"id\" : \"verify-1\"",
                        "\"rpoRecords\" : null",
                        "\"flaws\" : [ ]",
                        "\"link\" : \"dc2->dc1\"",
                        "\"failure\" : \"no answer\"");
    }

    @Test
    void anEmptyJournalAndABrokenChainAreNamed() {
        assertThat(ReportsText.of(List.of(links()), "mm2.properties", NOW))
                .isEqualTo("dc1->dc2: no report yet (mm2-journal.dc1.internal is empty or missing)");

        store.add(verification());
        JournalRecord stored = journal.records.get(0);
        journal.records.set(
                0,
                new JournalRecord(
                        stored.key(), String.valueOf(stored.value()).replace("All is equal", "Much is equal"), 0, 0));

        assertThat(ReportsText.of(List.of(links()), "mm2.properties", NOW))
                .contains("verify-1")
                .endsWith(
                        "\nsomething is wrong with the reports of dc1->dc2: 'twinspan reports mm2.properties check' says what");
        assertThat(JsonText.indented(ReportsJson.of(List.of(links()))))
                .contains("\"kind\" : \"changed\"", "\"breaks\" : true");
    }

    /** What it can tell, it tells. */
    @Test
    void aReportOfALaterVersionIsListed() {
        store.add(emergency());
        JournalRecord stored = journal.records.get(0);
        journal.records.set(
                0,
                new JournalRecord(
                        stored.key(), String.valueOf(stored.value()).replace("DONE_WITH_LOSS", "HALF_DONE"), 0, 0));

        assertThat(ReportsText.of(List.of(links()), "f", NOW))
                .containsPattern("1 +emergency-1 +2026-11-30 13:00:00 UTC +emergency failover +half done +- +- +-");
    }

    @Test
    void theAgeOfTheLastDrillThatSucceededIsSaid() {
        store.add(draft("drill-1", ReportKind.DRILL, NOON).end(Verdict.FAILED, "would not work", NOON));
        assertThat(ReportsText.of(List.of(links()), "f", NOW))
                .endsWith("\ndc1->dc2: no drill has shown yet that a failover would work");

        store.add(draft("drill-2", ReportKind.DRILL, NOON.plusSeconds(3_600)).end(Verdict.OK, "would work", NOON));
        store.add(draft("drill-3", ReportKind.DRILL, NOON.plusSeconds(7_200)).end(Verdict.FAILED, "would not", NOON));
        assertThat(ReportsText.of(List.of(links()), "f", NOW))
                .endsWith("\ndc1->dc2: the last drill that showed that a failover would work was 2 d 23 h ago");
    }

    private LinkReports links() {
        return new LinkReports("dc1->dc2", journal.topic(), store.read(), "");
    }

    private static Report verification() {
        return draft("verify-1", ReportKind.VERIFY, NOON).end(Verdict.OK, "All is equal.", NOON.plusSeconds(60));
    }

    private static Report emergency() {
        Instant started = NOON.plusSeconds(3_600);
        return draft("emergency-1", ReportKind.EMERGENCY_FAILOVER, started)
                .rpo(new Rpo(7L, null, null, false, "dc1 did not answer", List.of()))
                .rto(new Rto(41_200, "until dc2 was open"))
                .groups(List.of(
                        new GroupOutcome("a", "", "Empty", GroupOutcome.Outcome.COMMITTED, "", List.of()),
                        new GroupOutcome("b", "", "Empty", GroupOutcome.Outcome.FAILED, "refused", List.of())))
                .end(Verdict.DONE_WITH_LOSS, "Some are lost.", started.plusSeconds(60));
    }

    private static ReportDraft draft(String id, ReportKind kind, Instant started) {
        return new ReportDraft(
                id, kind, LinkName.parse("dc1->dc2"), new Author("ann@ops-3", "0.1.0", Map.of(), "ab"), started);
    }
}
