package io.twinspan.control.report;

import io.twinspan.model.error.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reports of a link as a chain: each has a number, its own hash, and the hash of the one before; {@link SealedReport} says how
 * hashes are computed. Thread-safe: pure functions.
 *
 * <p>A report that was changed has a hash that is not that of its text, or not the one that the next report names; one that was removed
 * leaves a gap; one that was put in claims a place that another has. What a chain cannot show by itself is that its last reports,
 * however many, were removed, or replaced by others that fit together: for that, somebody keeps the last hash elsewhere.
 */
public final class ReportChain {
    private static final int MOST_CHARACTERS = 300;

    private final List<SealedReport> chain = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();

    private ReportChain() {}

    /**
     * What is wrong with these reports, by their numbers; empty if they are a whole chain.
     *
     * @param reports in the order of the journal, which decides where several claim one place
     */
    public static List<Flaw> check(List<SealedReport> reports) {
        var check = new ReportChain();
        check.order(reports);
        for (int i = 0; i < check.chain.size(); i++) {
            check.look(i);
        }
        return List.copyOf(check.flaws);
    }

    /** Of those that claim one place, the one that the next report names has it; else the one that was first. */
    private void order(List<SealedReport> reports) {
        Map<Long, List<SealedReport>> places = reports.stream()
                .collect(Collectors.groupingBy(report -> report.heading().number(), TreeMap::new, Collectors.toList()));
        places.forEach((number, claims) -> {
            Set<String> named = places.getOrDefault(number + 1, List.of()).stream()
                    .map(next -> next.heading().previous())
                    .collect(Collectors.toSet());
            SealedReport holder = claims.stream()
                    .filter(claim -> named.contains(claim.hash()))
                    .findFirst()
                    .orElse(claims.get(0));
            chain.add(holder);
            claims.stream().filter(claim -> !claim.equals(holder)).forEach(claim -> forked(claim, holder));
        });
    }

    private void forked(SealedReport claim, SealedReport holder) {
        flaws.add(new Flaw(
                Flaw.Kind.FORKED,
                claim.heading().number(),
                claim.heading().id(),
                what(claim) + " claims the place of report " + holder.heading().id()
                        + ", which stands in the chain: it was put there by somebody, or its command was ended before it could"
                        + " move behind the other"));
    }

    private void look(int index) {
        SealedReport report = chain.get(index);
        long number = report.heading().number();
        SealedReport before = index == 0 ? null : chain.get(index - 1);
        long expected = before == null ? 1 : before.heading().number() + 1;
        if (number > expected) {
            missing(expected, number - 1);
        } else if (before == null) {
            lookAtFirst(report);
        } else if (!follows(before, report)) {
            mismatch(before, report, index + 1 < chain.size() ? chain.get(index + 1) : null);
        }
        if (!report.intact()) {
            changed(report, "its hash is not that of its text");
        }
    }

    private void lookAtFirst(SealedReport report) {
        if (report.heading().number() < 1) {
            changed(report, "it has no place in the chain");
        } else if (!report.heading().previous().isEmpty()) {
            changed(report, "it is the first, and names one before it");
        }
    }

    private void mismatch(SealedReport before, SealedReport report, @Nullable SealedReport after) {
        if (after != null && !follows(report, after)) {
            // No witness against the one before it, since the one behind it says that it was changed itself.
            changed(
                    report,
                    "the report behind it names another hash, and it names another than that of the one before it");
        } else {
            changed(
                    before,
                    what(report) + " was written after one with the hash "
                            + report.heading().previous() + ", and this one has " + before.hash()
                            + (after == null ? "; or that one was changed itself" : ""));
        }
    }

    /** Whether what one says of the other is true; nothing can be said across a gap. */
    private static boolean follows(SealedReport before, SealedReport after) {
        return after.heading().number() != before.heading().number() + 1
                || after.heading().previous().equals(before.hash());
    }

    private void missing(long from, long to) {
        flaws.add(new Flaw(
                Flaw.Kind.MISSING,
                from,
                "",
                (from == to ? "report number " + from + " is" : "reports number " + from + " to " + to + " are")
                        + " missing: removed from the journal, or the journal was created anew"));
    }

    private void changed(SealedReport report, String how) {
        if (changed.add(report.heading().id())) {
            flaws.add(new Flaw(
                    Flaw.Kind.CHANGED,
                    report.heading().number(),
                    report.heading().id(),
                    what(report) + " is not what was written: " + how));
        }
    }

    private static String what(SealedReport report) {
        return "report " + Printable.of(report.heading().id(), MOST_CHARACTERS) + " (number "
                + report.heading().number() + ")";
    }

    /** Those of the reports that have a place in the chain, by their numbers. */
    static List<SealedReport> standing(List<SealedReport> reports) {
        var check = new ReportChain();
        check.order(reports);
        return List.copyOf(check.chain);
    }
}
