package io.twinspan.control.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.control.journal.JournalInMemory;
import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportStoreTest {
    private final JournalInMemory journal = new JournalInMemory();
    private final ReportStore store = new ReportStore(journal, Clock.systemUTC());

    @Test
    void eachReportStandsBehindTheLast() {
        SealedReport first = store.add(SampleReports.planned());
        SealedReport second = store.add(SampleReports.emergency());

        assertThat(first.report()).isEqualTo(SampleReports.planned().at(1, ""));
        assertThat(second.report()).isEqualTo(SampleReports.emergency().at(2, first.hash()));
        assertThat(store.read().reports()).containsExactly(first, second);
        assertThat(store.read().flaws()).isEmpty();
        assertThat(store.read().last()).contains(second);
        assertThat(store.read().topic()).isEqualTo("mm2-journal.dc1.internal");
    }

    @Test
    void recordsOfOtherKindsAreNotLookedAt() {
        journal.put("operation/x/1", "{}");
        journal.put("reporting/x/1", "nonsense");

        store.add(SampleReports.plain("a"));

        assertThat(store.read().reports()).hasSize(1);
        assertThat(store.read().flaws()).isEmpty();
    }

    @Test
    void aLargeReportIsStoredInPartsThatAnyBrokerTakes() {
        Report large = SampleReports.large(10_000, 200, 100);

        SealedReport sealed = store.add(large);

        assertThat(sealed.line().length()).isGreaterThan(5 * JournalTopic.MOST_CHARACTERS);
        assertThat(journal.records())
                .hasSizeGreaterThan(5)
                .allSatisfy(record ->
                        assertThat(String.valueOf(record.value()).length()).isLessThan(JournalTopic.MOST_CHARACTERS));
        assertThat(store.read().reports()).containsExactly(sealed);
        assertThat(sealed.report()).isEqualTo(large.at(1, ""));
    }

    @Test
    void aHalfWrittenReportIsNamedAndCountsAsNeverWritten() {
        store.add(SampleReports.plain("a"));
        store.add(SampleReports.large(1_000, 10, 100));
        journal.keepOnly(journal.records().size() - 1);

        StoredReports stored = store.read();
        assertThat(stored.reports()).hasSize(1);
        assertThat(stored.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.INCOMPLETE);
            assertThat(flaw.breaks()).isFalse();
            assertThat(flaw.sentence()).contains("failover-20261130T185142Z-1a46", "was not written to its end");
        });

        // Whoever goes on with the operation writes it again.
        SealedReport again = store.add(SampleReports.large(1_000, 10, 100));
        assertThat(again.heading().number()).isEqualTo(2);
        assertThat(store.read().flaws()).isEmpty();
    }

    @Test
    void aMissingPartInTheMiddleIsNamed() {
        store.add(SampleReports.large(1_000, 10, 100));
        store.add(SampleReports.plain("b"));
        journal.put("report/failover-20261130T185142Z-1a46/1", null);
        journal.compact();

        assertThat(store.read().flaws())
                .extracting(Flaw::kind)
                .containsExactlyInAnyOrder(Flaw.Kind.INCOMPLETE, Flaw.Kind.MISSING);
    }

    @Test
    void aDeletedReportIsNamedAlsoIfItWasTheLast() {
        store.add(SampleReports.plain("a"));
        store.add(SampleReports.plain("b"));
        journal.put("report/b/0", null);

        assertThat(store.read().reports()).hasSize(1);
        assertThat(store.read().flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.sentence()).contains("report b was deleted from the journal"));
    }

    @Test
    void whatIsNoReportIsNamedAndHidesNothing() {
        store.add(SampleReports.plain("a"));
        journal.put("report/b/0", "nonsense");
        journal.put("report/c", "{}");
        journal.put("report/d/0", "{\"hash\":\"x\",\"part\":0,\"of\":1,\"text\":\"nonsense\"}");
        journal.put("report/e/0", "{\"hash\":\"x\",\"part\":7,\"of\":1,\"text\":\"\"}");
        journal.put("report/f/0", journal.records().get(0).value());

        StoredReports stored = store.read();
        assertThat(stored.reports()).hasSize(1);
        assertThat(stored.flaws()).hasSize(5).allSatisfy(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.UNREADABLE);
            assertThat(flaw.breaks()).isTrue();
        });
        assertThat(stored.flaws().toString())
                .contains("report/b/0", "report/c", "report d cannot be read", "report/e/0", "under the name f");
        assertThat(store.add(SampleReports.plain("g")).heading().number()).isEqualTo(2);
    }

    /** Compaction takes away what was there, but not at once. */
    @Test
    void aReportThatWasChangedIsNamedAlsoIfItIsTheLast() {
        store.add(SampleReports.plain("a"));
        SealedReport last = store.add(SampleReports.plain("b"));
        SealedReport forged = SealedReport.of(
                SampleReports.large(1, 1, 1).named("b").at(2, last.heading().previous()));
        journal.append(List.of(ReportPart.of(forged).get(0).record("b", 0)));

        assertThat(store.read().flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.CHANGED);
            assertThat(flaw.sentence()).contains("report b (number 2) was written once more, with other content");
        });
    }

    @Test
    void aReportWhosePartWasChangedIsNamed() {
        store.add(SampleReports.plain("a"));
        JournalRecord stored = journal.records().get(0);
        journal.put(stored.key(), String.valueOf(stored.value()).replace("has everything", "has nothing"));
        journal.compact();

        assertThat(store.read().flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.CHANGED);
            assertThat(flaw.id()).isEqualTo("a");
        });
    }

    @Test
    void ofTwoThatSawTheSameLastReportTheLaterOneMoves() {
        SealedReport first = store.add(SampleReports.plain("a"));
        journal.beforeAppend(() -> store.add(SampleReports.plain("b")));

        SealedReport moved = store.add(SampleReports.plain("c"));

        assertThat(moved.heading().number()).isEqualTo(3);
        StoredReports stored = store.read();
        assertThat(stored.flaws()).isEmpty();
        assertThat(stored.reports()).extracting(report -> report.heading().id()).containsExactly("a", "b", "c");
        assertThat(stored.find("b").orElseThrow().heading().previous()).isEqualTo(first.hash());
        journal.compact();
        assertThat(store.read()).isEqualTo(stored);
    }

    /** Every writer may be overtaken by every other between any two records that it reads or writes. */
    @Test
    void theChainIsWholeHoweverWritersMeet() throws Exception {
        int moved = 0;
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            int writers = 2 + random.nextInt(4);
            var shared = new JournalInMemory();
            List<Report> reports = IntStream.range(0, writers)
                    .mapToObj(ReportStoreTest::ofOneOrTwoParts)
                    .toList();
            JournalByTurns.run(
                    shared,
                    random,
                    reports.stream()
                            .map(report -> (JournalByTurns.Writer)
                                    turns -> new ReportStore(turns, Clock.systemUTC()).add(report))
                            .toList());

            int needed = reports.stream()
                    .mapToInt(report -> ReportPart.of(SealedReport.of(report)).size())
                    .sum();
            moved += shared.records().size() > needed ? 1 : 0;
            StoredReports stored = new ReportStore(shared, Clock.systemUTC()).read();
            assertThat(stored.flaws()).as("seed " + seed).isEmpty();
            assertThat(stored.reports())
                    .as("seed " + seed)
                    .extracting(report -> report.heading().number())
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, writers)
                            .mapToObj(Long::valueOf)
                            .toList());
        }
        assertThat(moved).as("how often writers met").isGreaterThan(30);
    }

    private static Report ofOneOrTwoParts(int number) {
        return (number % 2 == 0 ? SampleReports.plain("") : SampleReports.large(120, 1, 200)).named("r" + number);
    }

    /** Its place is taken by another; nobody but its writer may move it. */
    @Test
    void aWriterThatWasEndedBeforeItCouldMoveLeavesAForkThatIsNamed() {
        store.add(SampleReports.plain("a"));
        journal.beforeAppend(() -> store.add(SampleReports.plain("b")));
        journal.afterAppend(() -> {});
        journal.afterAppend(() -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> store.add(SampleReports.plain("c"))).hasMessage("killed");

        assertThat(store.read().flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isEqualTo(Flaw.Kind.FORKED);
            assertThat(flaw.sentence()).contains("report c (number 2) claims the place of report b");
        });
        assertThat(store.add(SampleReports.plain("d")).heading().number()).isEqualTo(3);

        // It is whole again once that writer goes on.
        assertThat(store.add(SampleReports.plain("c")).heading().number()).isEqualTo(4);
        assertThat(store.read().flaws()).isEmpty();
    }

    @Test
    void anAttemptWhoseEndNobodySawIsNotWrittenTwice() {
        journal.loseAnswer();
        assertThatThrownBy(() -> store.add(SampleReports.plain("a"))).isInstanceOf(TransientFailure.class);

        SealedReport sealed = store.add(SampleReports.plain("a"));

        assertThat(journal.records()).hasSize(1);
        assertThat(store.read().reports()).containsExactly(sealed);
    }

    @Test
    void anotherReportOfTheSameNameGetsANumber() {
        store.add(SampleReports.plain("a"));
        SealedReport other = store.add(SampleReports.drill().named("a"));
        SealedReport third = store.add(SampleReports.verification().named("a"));

        assertThat(other.heading().id()).isEqualTo("a-2");
        assertThat(third.heading().id()).isEqualTo("a-3");
        assertThat(store.read().reports()).hasSize(3);
        assertThat(store.read().flaws()).isEmpty();
    }

    /** So that it ends, whatever others do. */
    @Test
    void givesUpWhenOthersAreAlwaysFaster() {
        for (int i = 0; i < 200; i++) {
            int number = i;
            journal.beforeAppend(() -> faster(number));
        }

        assertThatThrownBy(() -> store.add(SampleReports.plain("slow")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("report slow found no place in mm2-journal.dc1.internal");
    }

    private void faster(int number) {
        StoredReports stored = store.read().without("slow");
        Report report = SampleReports.plain("fast-" + number);
        SealedReport sealed = SealedReport.of(stored.last()
                .map(last -> report.at(last.heading().number() + 1, last.hash()))
                .orElse(report.at(1, "")));
        journal.put(
                "report/fast-" + number + "/0",
                ReportPart.of(sealed).get(0).record("x", 0).value());
    }
}
