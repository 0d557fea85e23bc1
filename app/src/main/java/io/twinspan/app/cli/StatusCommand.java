package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.InventoryReader;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far each link and topic has come. Confined to the main thread. */
@Command(
        name = "status",
        header = "Says how far behind each link and topic is.",
        description = {
            "",
            "Reads the links' positions from the target and the ends from the source: it works from any machine,",
            "whether the link runs or not. Lag is in records that a consumer of the source could read and the",
            "target does not have; transaction markers and compaction holes count as replicated. Positions are",
            "stored every 2 seconds of progress (link.tip.interval.ms), so a busy link is a little further than shown.",
            "Heartbeats topics are shown only if one is in trouble; see 'twinspan heartbeats'.",
            "",
            "@|bold Examples:|@",
            "  twinspan status mm2.properties",
            "  twinspan status mm2.properties 'dc1->dc2' --partitions",
            "  twinspan status mm2.properties --watch",
            "  twinspan status mm2.properties --json | jq '.links[0].lagRecords'",
            "",
            "Exit code 1 if a partition has failed or cannot get on.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final long WATCH_SECONDS = 2;
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINK",
            description = "One link, as dc1->dc2; all if not given.")
    private @Nullable String link;

    @Option(names = "--partitions", description = "Show every partition.")
    private boolean partitions;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--watch", description = "Look again every " + WATCH_SECONDS + " seconds, until Ctrl-C.")
    private boolean watch;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var console = new Console(spec.commandLine());
        Optional<Deployment> loaded = file.load(console);
        if (loaded.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<LinkView> links = loaded.get().linkViews();
        List<LinkView> chosen = LinkChoice.choose(console, links, link);
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        return show(console, chosen);
    }

    private int show(Console console, List<LinkView> links) throws InterruptedException {
        var reader = new InventoryReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT);
        while (true) {
            Inventory inventory = reader.read(links);
            String text = json
                    ? JsonText.indented(StatusJson.of(inventory, partitions))
                    : new StatusText(partitions).of(inventory);
            console.plain((watch && console.isTerminal() ? CLEAR : "") + text);
            if (!watch) {
                return (inventory.hasFailures() ? ExitCode.NOT_DONE : ExitCode.DONE).code();
            }
            TimeUnit.SECONDS.sleep(WATCH_SECONDS);
        }
    }
}
