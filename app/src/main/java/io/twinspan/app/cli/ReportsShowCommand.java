package io.twinspan.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinspan.control.report.Flaw;
import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.SealedReport;
import io.twinspan.control.report.StoredReports;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.report.view.ReportHtml;
import io.twinspan.control.report.view.ReportText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows one report. Confined to the main thread. */
@Command(
        name = "show",
        header = "Shows a report.",
        description = {
            "",
            "As text, which lists what matters most; with --html as a page for a browser or a mail, which needs",
            "nothing else; with --json as it is stored, with everything.",
            "",
            "@|bold Examples:|@",
            "  twinspan reports mm2.properties show latest",
            "  twinspan reports mm2.properties show failover-20261130T185142Z-3f2a --html --output report.html",
            "  twinspan reports mm2.properties show latest --json | jq -cj 'del(.hash)' | sha256sum",
            "",
            "Exit code 1 if the report is not what was written, which is said, too.",
            "",
        },
        customSynopsis = "twinspan reports FILE [LINK] show ID [--html | --json] [--output=PATH]",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class ReportsShowCommand implements Callable<Integer> {
    private static final String LATEST = "latest";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private ReportsCommand reports;

    @Parameters(index = "0", paramLabel = "ID", description = "The report, as 'twinspan reports' lists it, or latest.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @ArgGroup
    private Form form = new Form();

    @Option(names = "--output", paramLabel = "PATH", description = "Write it to this file instead.")
    private @Nullable Path output;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** At most one of these. Confined to the main thread. */
    private static final class Form {
        @Option(names = "--html", description = "As one page that needs nothing else.")
        private boolean html;

        @Option(names = "--json", description = "As it is stored: one line of JSON.")
        private boolean json;
    }

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<List<LinkReports>> read = reports.read(console);
        if (read.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<SealedReport> all = all(read.get());
        Optional<SealedReport> found = all.stream()
                .filter(report -> id.equals(LATEST) || report.heading().id().equals(id))
                .max(Comparator.comparing(
                                (SealedReport report) -> report.heading().started())
                        .thenComparing(report -> report.heading().number()));
        if (found.isEmpty()) {
            return missing(console, read.get(), all.isEmpty()).code();
        }
        ExitCode printed = print(console, found.get());
        boolean flawed = warn(console, read.get(), found.get());
        return (printed == ExitCode.DONE && flawed ? ExitCode.NOT_DONE : printed).code();
    }

    private static List<SealedReport> all(List<LinkReports> links) {
        var all = new ArrayList<SealedReport>();
        for (LinkReports link : links) {
            StoredReports stored = link.stored();
            if (stored != null) {
                all.addAll(stored.reports());
            }
        }
        return all;
    }

    private ExitCode missing(Console console, List<LinkReports> links, boolean noneAtAll) {
        if (links.stream().anyMatch(link -> link.stored() == null)) {
            console.error("report " + id + " is not where it was looked for, and not every cluster answered");
            return ExitCode.UNREACHABLE;
        }
        if (noneAtAll) {
            console.error("there is no report yet");
            return ExitCode.NOT_DONE;
        }
        console.error(
                "there is no report " + id + "; 'twinspan reports " + reports.name() + "' lists those that there are");
        return ExitCode.BAD_INPUT;
    }

    private ExitCode print(Console console, SealedReport report) {
        Path path = output;
        if (path == null) {
            console.plain(text(report, console));
            return ExitCode.DONE;
        }
        try {
            Files.writeString(path, text(report, null) + "\n", UTF_8);
        } catch (IOException e) {
            console.error("cannot write " + path + ": " + e);
            return ExitCode.BAD_INPUT;
        }
        console.plain("report " + report.heading().id() + " is in " + path);
        return ExitCode.DONE;
    }

    /** @param console where it is shown, which may have colours; null for a file, which has none */
    private String text(SealedReport report, @Nullable Console console) {
        if (form.json) {
            return report.line();
        }
        if (form.html) {
            return ReportHtml.of(report);
        }
        String text = ReportText.of(report);
        if (console == null) {
            return text;
        }
        Report content = report.report();
        String verdict = ReportText.verdict(content);
        return console.styled(style(content.verdict()), verdict) + text.substring(verdict.length());
    }

    static String style(Verdict verdict) {
        return switch (verdict) {
            case OK -> "bold,green";
            case OK_WITH_REMARKS, ABORTED, UNDONE -> "bold,yellow";
            case DONE_WITH_LOSS, FAILED -> "bold,red";
        };
    }

    private static boolean warn(Console console, List<LinkReports> links, SealedReport report) {
        var flaws = new ArrayList<Flaw>();
        for (LinkReports link : links) {
            StoredReports stored = link.stored();
            if (stored != null && stored.reports().contains(report)) {
                stored.flaws().stream()
                        .filter(flaw -> flaw.id().equals(report.heading().id()))
                        .forEach(flaws::add);
            }
        }
        flaws.forEach(flaw -> console.warning(flaw.sentence()));
        return flaws.stream().anyMatch(Flaw::breaks);
    }
}
