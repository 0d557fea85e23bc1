package io.twinspan.it.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.journal.Journal;
import io.twinspan.control.journal.JournalRecord;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.GroupOutcome.Position;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.Sha256;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.report.Verdict;
import io.twinspan.it.app.Cli;
import io.twinspan.model.name.LinkName;
import io.twinspan.testkit.cluster.EmbeddedCluster;
import io.twinspan.testkit.leak.LeakCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports in the journals of links into one cluster. Each test has a link of its own, and so a journal. */
class ReportsIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final int WRITERS = 3;
    private static final int REPORTS = 3;

    private static EmbeddedCluster target;

    @TempDir
    private Path directory;

    private LeakCheck leaks;

    @BeforeAll
    static void startCluster() {
        target = EmbeddedCluster.builder("dc2").start();
    }

    @AfterAll
    static void stopCluster() {
        target.close();
    }

    @BeforeEach
    void lookBefore() {
        leaks = LeakCheck.begin();
    }

    @AfterEach
    void nothingIsLeft() {
        leaks.verify();
    }

    @Test
    void reportsAreListedShownAndChecked() throws Exception {
        String file = file("dc1");
        List<Cli> before = atOnce(List.of(
                () -> Cli.run("reports", file, "dc1->dc2"),
                () -> Cli.run("reports", file, "dc1->dc2", "show", "latest")));
        assertThat(before.get(0).out()).contains("dc1->dc2: no report yet (mm2-journal.dc1.internal");
        assertThat(before).extracting(Cli::exitCode).containsExactly(0, 1);
        add("dc1", drill("drill-1"));
        SealedReport large = add("dc1", failover("failover-1", 400));
        SealedReport last = add("dc1", drill("drill-2"));
        assertThat(large.line().length()).isGreaterThan(JournalTopic.MOST_CHARACTERS);

        Path page = directory.resolve("report.html");
        List<Cli> ran = atOnce(List.of(
                () -> Cli.run("reports", file, "dc1->dc2"),
                () -> Cli.run("reports", file, "dc1->dc2", "show", "latest"),
                () -> Cli.run("reports", file, "dc1->dc2", "show", "failover-1"),
                () -> Cli.run("reports", file, "dc1->dc2", "show", "failover-1", "--json"),
                () -> Cli.run("reports", file, "dc1->dc2", "show", "failover-1", "--html", "--output", page.toString()),
                () -> Cli.run("reports", file, "dc1->dc2", "show", "no-such"),
                () -> Cli.run("reports", file, "dc1->dc2", "check", "--hash", large.hash()),
                () -> Cli.run("reports", file, "dc1->dc2", "check", "--hash", "0".repeat(64))));

        assertThat(ran).extracting(Cli::exitCode).containsExactly(0, 0, 0, 0, 0, 2, 0, 1);
        assertThat(ran.get(0).out())
                .containsPattern("dc1->dc2 +3 +drill-2 +2026-11-30 12:00:00 UTC +drill +ok +- +- +-\n"
                        + "dc1->dc2 +2 +failover-1 +2026-11-30 12:00:00 UTC +failover +ok +0 records +41.2 s +400 of 400\n"
                        + "dc1->dc2 +1 +drill-1 ");
        assertThat(ran.get(1).out())
                .startsWith("OK: drill dc1->dc2")
                .contains("report    drill-2, number 3 of its link", "previous  " + large.hash());
        assertThat(ran.get(2).out())
                .startsWith("OK: failover dc1->dc2, 2026-11-30 12:00:00 UTC\n")
                .contains("400 of 400 exact", "and 390 more, all exact", "hash      " + large.hash());
        var json = (ObjectNode) new ObjectMapper().readTree(ran.get(3).out());
        assertThat(json.remove("hash").asText()).isEqualTo(large.hash());
        assertThat(Sha256.of(json.toString().getBytes(UTF_8))).isEqualTo(large.hash());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains(large.hash());
        assertThat(ran.get(5).err()).contains("there is no report no-such; 'twinspan reports " + file + "' lists");
        assertThat(ran.get(6).out())
                .contains("dc1->dc2: 3 reports, whole", "the last is drill-2, number 3, hash " + last.hash());
        assertThat(ran.get(7).err()).contains("no report has the hash 0000");
    }

    /** All at the same time, since each waits for as long as it waits for any answer. */
    @Test
    void aClusterThatDoesNotAnswerIsNamedAndHidesNothing() throws Exception {
        String file = file("dc3");
        add("dc3", drill("drill-1"));

        // The way back leads into a cluster where nobody listens.
        List<Cli> ran = atOnce(List.of(
                () -> Cli.run("reports", file, "--json"),
                () -> Cli.run("reports", file, "dc2->dc3"),
                () -> Cli.run("reports", file, "check"),
                () -> Cli.run("reports", file, "show", "drill-7")));

        assertThat(ran)
                .allSatisfy(cli -> assertThat(cli.err())
                        .contains("the reports of dc2->dc3 cannot be read: Cluster dc3: ", "'dc3.bootstrap.servers'"));
        assertThat(ran).extracting(Cli::exitCode).containsExactly(0, 3, 3, 3);
        assertThat(ran.get(0).out()).contains("\"drill-1\"", "\"failure\" : \"Cluster dc3: ");
        assertThat(ran.get(2).out()).contains("dc3->dc2: 1 report, whole");
        assertThat(ran.get(3).err()).contains("not every cluster answered");
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            var results = new ArrayList<T>();
            for (Future<T> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** By whoever may write to the topic, with the tools that everybody has. */
    @Test
    void aRecordThatWasAlteredInTheJournalIsNamed() throws Exception {
        String file = file("dc4");
        add("dc4", drill("drill-1"));
        add("dc4", drill("drill-2"));
        add("dc4", drill("drill-3"));
        JournalRecord second;
        try (var journal = new JournalTopic(link("dc4"), Clock.systemUTC(), LIMIT)) {
            second = journal.read().stream()
                    .filter(record -> record.key().equals("report/drill-2/0"))
                    .findFirst()
                    .orElseThrow();
        }
        String altered = String.valueOf(second.value()).replace("It would work", "It would not work");
        assertThat(altered).isNotEqualTo(second.value());
        try (var producer = new KafkaProducer<>(
                new LinkedHashMap<>(target.clientProperties()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("mm2-journal.dc4.internal", second.key(), altered))
                    .get(10, TimeUnit.SECONDS);
        }

        Cli check = Cli.run("reports", file, "dc4->dc2", "check");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .contains("dc4->dc2: 3 reports, BROKEN")
                .contains("report drill-2 (number 2) is not what was written: its hash is not that of its text");
        Cli shown = Cli.run("reports", file, "dc4->dc2", "show", "drill-2");
        assertThat(shown.err()).contains("is not what was written");
        assertThat(shown.exitCode()).isEqualTo(1);
        assertThat(Cli.run("reports", file, "dc4->dc2", "show", "drill-1").exitCode())
                .isZero();
        assertThat(Cli.run("reports", file, "dc4->dc2").out())
                .contains("something is wrong with the reports of dc4->dc2");
    }

    /** None writes before all have read, so each time only one has the place that it claims. */
    @Test
    void storesThatWriteAtOnceEndWithAWholeChain() throws Exception {
        file("dc5");
        var barrier = new CyclicBarrier(WRITERS);
        atOnce(IntStream.range(0, WRITERS)
                .mapToObj(number -> writer(barrier, number))
                .toList());

        try (var journal = new JournalTopic(link("dc5"), Clock.systemUTC(), LIMIT)) {
            StoredReports stored = new ReportStore(journal, Clock.systemUTC()).read();
            assertThat(stored.flaws()).isEmpty();
            assertThat(stored.reports())
                    .extracting(report -> report.heading().number())
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, WRITERS * REPORTS).boxed().toList());
            // Of those who met, one has the place, and all others move.
            assertThat(journal.read()).hasSizeGreaterThanOrEqualTo(REPORTS * (WRITERS + WRITERS - 1));
        }
    }

    private Callable<Boolean> writer(CyclicBarrier barrier, int writer) {
        return () -> {
            try (var journal = new JournalTopic(link("dc5"), Clock.systemUTC(), LIMIT)) {
                for (int i = 0; i < REPORTS; i++) {
                    var meeting = new MeetingJournal(journal, barrier);
                    new ReportStore(meeting, Clock.systemUTC()).add(drill("drill-" + writer + "-" + i));
                    assertThat(meeting.hasMet).isTrue();
                }
            }
            return true;
        };
    }

    /** A journal whose first append waits for that of others. Confined to one thread. */
    private static final class MeetingJournal implements Journal {
        private final Journal journal;
        private final CyclicBarrier barrier;
        private boolean hasMet;

        private MeetingJournal(Journal journal, CyclicBarrier barrier) {
            this.journal = journal;
            this.barrier = barrier;
        }

        @Override
        public String topic() {
            return journal.topic();
        }

        @Override
        public List<JournalRecord> read() {
            return journal.read();
        }

        @Override
        public List<Long> append(List<JournalRecord> records) {
            if (!hasMet) {
                hasMet = true;
                try {
                    barrier.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException("the others did not come", e);
                }
            }
            return journal.append(records);
        }
    }

    private SealedReport add(String source, Report report) {
        try (var journal = new JournalTopic(link(source), Clock.systemUTC(), LIMIT)) {
            return new ReportStore(journal, Clock.systemUTC()).add(report);
        }
    }

    private LinkView link(String source) {
        try {
            String text = Files.readString(directory.resolve("mm2.properties"), Deployment.CHARSET);
            return Deployment.of("mm2.properties", text).linkViews().stream()
                    .filter(link -> link.name().source().value().equals(source))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String source) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", source + ", dc2");
        properties.put(source + ".bootstrap.servers", "127.0.0.1:1");
        properties.put("dc2.bootstrap.servers", target.bootstrapServers());
        properties.put(source + "->dc2.enabled", "true");
        properties.put("dc2->" + source + ".enabled", "true");
        properties.put("positions.topic.replication.factor", "1");
        return Cli.file(directory, properties).toString();
    }

    private static Report drill(String id) {
        return draft(id, ReportKind.DRILL).end(Verdict.OK, "It would work.", NOON.plusSeconds(60));
    }

    private static Report failover(String id, int groups) {
        return draft(id, ReportKind.FAILOVER)
                .rpo(Rpo.NOTHING)
                .rto(new Rto(41_200, "from the fence until dc2 was open"))
                .groups(IntStream.range(0, groups)
                        .mapToObj(i -> new GroupOutcome(
                                "group-" + i, "Empty", "Empty", GroupOutcome.Outcome.COMMITTED, "", positions()))
                        .toList())
                .end(Verdict.OK, "dc2 has everything.", NOON.plusSeconds(60));
    }

    private static List<Position> positions() {
        return IntStream.range(0, 10)
                .mapToObj(partition -> new Position("orders", partition, 1_000, 990L, true, 0, 0))
                .toList();
    }

    private static ReportDraft draft(String id, ReportKind kind) {
        return new ReportDraft(
                id, kind, LinkName.parse("dc1->dc2"), new Author("ann@ops-3", "0.1.0", Map.of(), "ab"), NOON);
    }
}
