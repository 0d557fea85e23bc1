package io.twinspan.control.report;

import io.twinspan.control.journal.Journal;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.error.TransientFailure;
import java.time.Clock;
import java.util.Optional;

/**
 * Keeps reports in a link's journal, each behind the last one. Confined to one thread.
 *
 * <p>A report is stored under the keys {@code report/<id>/<part>}, in pieces that any broker takes, the last one last. Two that write at
 * the same time may both have seen the same last report, and claim the same place. So each looks again after it has written: the report
 * whose last piece stands first in the log has the place, which everybody sees alike, and the writer of the other gives it the next
 * number and writes it again.
 */
public final class ReportStore {
    /** Each is lost to another writer that got on. */
    private static final int MOST_ATTEMPTS = 50;

    private final Journal journal;
    private final Clock clock;

    /** The store in a journal, which the caller closes. */
    public ReportStore(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * All reports, and what is wrong with them.
     *
     * @throws TransientFailure if the cluster does not answer
     */
    public StoredReports read() {
        var shelf = new ReportShelf();
        journal.read().forEach(shelf::add);
        return shelf.finish(journal.topic());
    }

    /**
     * Puts a report behind the last one, and returns it as it is stored. If it is there already, nothing is written, so this may be tried
     * again; if another of its name is there, it gets a number behind its name.
     *
     * @throws TransientFailure if it could not be stored
     */
    public SealedReport add(Report report) {
        StoredReports stored = read();
        Report named = named(report, stored);
        Optional<SealedReport> mine = stored.find(named.id());
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (mine.isPresent() && stored.stands(mine.get())) {
                return mine.get();
            }
            write(behind(stored.without(named.id()), named));
            stored = read();
            mine = stored.find(named.id());
        }
        throw new TransientFailure("report " + named.id() + " found no place in " + journal.topic() + " in "
                + MOST_ATTEMPTS + " attempts, since others write reports there all the time; end them, and try again");
    }

    private static Report named(Report report, StoredReports stored) {
        Report named = report;
        for (int i = 2; isTaken(named, stored); i++) {
            named = report.named(report.id() + "-" + i);
        }
        return named;
    }

    /** Whether another report has the name; the same one has it after an attempt whose end nobody saw. */
    private static boolean isTaken(Report report, StoredReports stored) {
        return stored.find(report.id()).filter(other -> !isSame(other, report)).isPresent();
    }

    private static boolean isSame(SealedReport stored, Report report) {
        try {
            return stored.intact() && stored.report().at(0, "").equals(report.at(0, ""));
        } catch (Inconsistent e) {
            return false;
        }
    }

    private static SealedReport behind(StoredReports stored, Report report) {
        return SealedReport.of(stored.last()
                .map(last -> report.at(last.heading().number() + 1, last.hash()))
                .orElseGet(() -> report.at(1, "")));
    }

    private void write(SealedReport report) {
        long now = clock.millis();
        journal.append(ReportPart.of(report).stream()
                .map(part -> part.record(report.heading().id(), now))
                .toList());
    }
}
