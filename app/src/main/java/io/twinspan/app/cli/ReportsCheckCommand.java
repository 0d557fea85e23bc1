package io.twinspan.app.cli;

import io.twinspan.control.report.Flaw;
import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.StoredReports;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says whether the reports are those that were written. Confined to the main thread. */
@Command(
        name = "check",
        header = "Says whether a report was changed, removed or put in.",
        description = {
            "",
            "Computes the hash of every report anew, and follows each link's chain from the first to the last.",
            "That the last ones, however many, were removed or replaced need not show there: keep the last hash",
            "that this prints somewhere else, and give it with --hash the next time.",
            "",
            "@|bold Examples:|@",
            "  twinspan reports mm2.properties check",
            "  twinspan reports mm2.properties 'dc1->dc2' check --hash 4f2a...",
            "",
            "Exit code 1 if something is wrong, and 3 if a cluster does not answer.",
            "",
        },
        customSynopsis = "twinspan reports FILE [LINK] check [--hash=HASH]",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class ReportsCheckCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private ReportsCommand reports;

    @Option(
            names = "--hash",
            paramLabel = "HASH",
            description = "A hash that was kept; one of the reports must have it.")
    private @Nullable String hash;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<List<LinkReports>> read = reports.read(console);
        if (read.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        boolean whole = true;
        boolean allAnswered = true;
        for (LinkReports link : read.get()) {
            StoredReports stored = link.stored();
            if (stored == null) {
                allAnswered = false;
            } else {
                whole &= tell(console, link.link(), stored);
            }
        }
        whole &= holdsHash(console, read.get(), allAnswered);
        if (!whole) {
            return ExitCode.NOT_DONE.code();
        }
        return (allAnswered ? ExitCode.DONE : ExitCode.UNREACHABLE).code();
    }

    private static boolean tell(Console console, String link, StoredReports stored) {
        List<Flaw> flaws = stored.flaws();
        boolean whole = flaws.stream().noneMatch(Flaw::breaks);
        String reports = CheckText.count(stored.reports().size(), "report");
        console.plain(link + ": " + reports + ", "
                + (whole ? console.styled("bold,green", "whole") : console.styled("bold,red", "BROKEN")));
        flaws.forEach(flaw -> console.plain("  " + (flaw.breaks() ? "" : "note: ") + flaw.sentence()));
        stored.last()
                .ifPresent(last -> console.plain("  the last is "
                        + last.heading().id() + ", number " + last.heading().number() + ", hash " + last.hash()));
        return whole;
    }

    private boolean holdsHash(Console console, List<LinkReports> links, boolean allAnswered) {
        String kept = hash;
        if (kept == null || links.stream().anyMatch(link -> holds(link.stored(), kept.toLowerCase(Locale.ROOT)))) {
            return true;
        }
        if (!allAnswered) {
            // It may be in the one that did not answer.
            return true;
        }
        console.error("no report has the hash " + kept + ": it was changed or removed since");
        return false;
    }

    private static boolean holds(@Nullable StoredReports stored, String hash) {
        return stored != null
                && stored.reports().stream().anyMatch(report -> report.hash().equals(hash) && report.intact());
    }
}
