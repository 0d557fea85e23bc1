package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.report.LinkReports;
import io.twinspan.control.report.ReportReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the reports of operations, and is what its subcommands begin with. Confined to the main thread. */
@Command(
        name = "reports",
        header = "Lists the reports of failovers, drills and verifications; shows and checks them.",
        description = {
            "",
            "Every such operation ends with a report, which is kept on the target of its link, in the topic",
            "mm2-journal.<source>.internal. The newest come first. Each report carries the hash of the one",
            "before, so that one that was changed, removed or put in shows: 'check' looks for that.",
            "",
            "@|bold Examples:|@",
            "  twinspan reports mm2.properties",
            "  twinspan reports mm2.properties show latest",
            "  twinspan reports mm2.properties show latest --html --output report.html",
            "  twinspan reports mm2.properties check",
            "  twinspan reports mm2.properties 'dc1->dc2' --json | jq '.links[0].reports[0].verdict'",
            "",
            "A cluster that does not answer is named; exit code 3 if none does.",
            "",
        },
        customSynopsis = {
            "twinspan reports [-hV] [--json] FILE [LINK]",
            "       twinspan reports FILE [LINK] show ID [--html | --json] [--output=PATH]",
            "       twinspan reports FILE [LINK] check [--hash=HASH]"
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        subcommands = {ReportsShowCommand.class, ReportsCheckCommand.class})
final class ReportsCommand implements Callable<Integer> {
    // Not required, since the help of a subcommand needs none.
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "MirrorMaker 2 properties file.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINK",
            description = "One link, as dc1->dc2; all if not given.")
    private @Nullable String link;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<List<LinkReports>> read = read(console);
        if (read.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<LinkReports> links = read.get();
        console.plain(json ? JsonText.indented(ReportsJson.of(links)) : ReportsText.of(links, name(), Instant.now()));
        boolean none = links.stream().allMatch(any -> any.stored() == null);
        return (none ? ExitCode.UNREACHABLE : ExitCode.DONE).code();
    }

    /** Reads the reports of the links that are meant, names the unreachable; empty, with an error, if there is no such link. */
    Optional<List<LinkReports>> read(Console console) {
        Path given = file;
        if (given == null) {
            console.error("FILE is missing; see twinspan reports --help");
            return Optional.empty();
        }
        Optional<Deployment> loaded = FileMixin.load(console, given);
        List<LinkView> chosen = loaded.isEmpty()
                ? List.of()
                : LinkChoice.choose(console, loaded.get().linkViews(), link);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        List<LinkReports> links = new ReportReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT).read(chosen);
        links.stream()
                .filter(any -> any.stored() == null)
                .forEach(any -> console.warning("the reports of " + any.link() + " cannot be read: " + any.failure()));
        return Optional.of(links);
    }

    /** The file as it was given, for commands to paste. */
    String name() {
        return String.valueOf(file);
    }
}
