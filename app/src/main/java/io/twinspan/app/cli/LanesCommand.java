package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.lanes.LaneDesk;
import io.twinspan.control.lanes.LaneReport;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what an operator has to decide, and what befell the links. Confined to the main thread. */
@Command(
        name = "lanes",
        header = "Lists partitions that have stopped, and continues them as you decide.",
        description = {
            "",
            "A partition that cannot be copied without losing or repeating records stops, says why, and waits",
            "for you; the rest of the link goes on. This lists such partitions with the command that continues",
            "each, and all ranges of offsets that were lost, left out, or written by others. It works from any",
            "machine, whether the link runs or not; a running link hears of a decision within seconds.",
            "",
            "Every cause has a section in docs/how-to/when-a-partition-stops.md.",
            "",
            "@|bold Examples:|@",
            "  twinspan lanes mm2.properties",
            "  twinspan lanes accept-gap mm2.properties 'dc1->dc2' orders-3",
            "  twinspan lanes restart-at mm2.properties 'dc1->dc2' orders-3 --earliest",
            "  twinspan lanes mm2.properties --json | jq '.links[0].troubled[].partition'",
            "",
            "Exit code 1 if a partition does not get on.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        subcommands = {LanesAcceptGapCommand.class, LanesRestartCommand.class})
final class LanesCommand implements Callable<Integer> {
    // Not required, since an order has a file of its own.
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
        Path given = file;
        if (given == null) {
            console.error("FILE is missing; see twinspan lanes --help");
            return ExitCode.BAD_INPUT.code();
        }
        Optional<Deployment> loaded = FileMixin.load(console, given);
        List<LinkView> links = loaded.isEmpty()
                ? List.of()
                : LinkChoice.choose(console, loaded.get().linkViews(), link);
        if (links.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        var desk = new LaneDesk(Clock.systemUTC(), Deployment.ANSWER_LIMIT);
        List<LaneReport> reports = links.stream().map(desk::read).toList();
        console.plain(json ? JsonText.indented(LanesJson.of(reports)) : new LanesText(given.toString()).of(reports));
        boolean allGetOn = reports.stream().allMatch(report -> report.troubled().isEmpty());
        return (allGetOn ? ExitCode.DONE : ExitCode.NOT_DONE).code();
    }
}
