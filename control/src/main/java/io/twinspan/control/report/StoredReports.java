package io.twinspan.control.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The reports that a journal holds. Immutable.
 *
 * @param topic the journal
 * @param reports in the order of the journal
 * @param damage what of the journal cannot be used, or shows that somebody changed it
 */
public record StoredReports(String topic, List<SealedReport> reports, List<Flaw> damage) {
    public StoredReports {
        reports = List.copyOf(reports);
        damage = List.copyOf(damage);
    }

    /** All that is wrong, the lowest place first; empty if these are a whole chain. */
    public List<Flaw> flaws() {
        var flaws = new ArrayList<>(damage);
        flaws.addAll(ReportChain.check(reports));
        flaws.sort(Comparator.comparingLong(Flaw::number));
        return flaws;
    }

    /** The last one of the chain. */
    public Optional<SealedReport> last() {
        List<SealedReport> chain = ReportChain.standing(reports);
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }

    /** The report of this name. */
    public Optional<SealedReport> find(String id) {
        return reports.stream()
                .filter(report -> report.heading().id().equals(id))
                .findFirst();
    }

    /** Whether this report has its place in the chain for itself. */
    boolean stands(SealedReport report) {
        return ReportChain.standing(reports).contains(report);
    }

    StoredReports without(String id) {
        return new StoredReports(
                topic,
                reports.stream()
                        .filter(report -> !report.heading().id().equals(id))
                        .toList(),
                damage);
    }
}
