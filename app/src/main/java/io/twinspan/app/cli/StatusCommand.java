package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.group.GroupReader;
import io.twinspan.control.inventory.GroupLook;
import io.twinspan.control.inventory.Inventory;
import io.twinspan.control.inventory.InventoryReader;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether it is safe to cut over, and how far each link and topic has come. Confined to the main thread. */
@Command(
        name = "status",
        header = "Says whether it is safe to cut over, and how far behind each link and topic is.",
        description = {
            "",
            "For each link the verdict first: whether clients could be moved to the target now, or every reason",
            "why not. Then the numbers. It works from any machine, whether the link runs or not, and whether the",
            "source can be reached or not: what the link stores on the target is then told with its age.",
            "",
            "Lag is in records that a consumer of the source could read and the target does not have; transaction",
            "markers and compaction holes count as replicated. DELAY and RPO are how far the copy was behind in",
            "time when the link last heard of the source, which is a second or two ago (AS OF). What would be",
            "missing if the source were lost now is told as a bound. A dash stands for what is not known.",
            "Heartbeats topics are shown only if one is in trouble; see 'twinspan heartbeats'.",
            "",
            "@|bold Examples:|@",
            "  twinspan status mm2.properties",
            "  twinspan status mm2.properties --groups       with the consumer groups in the verdict",
            "  twinspan status mm2.properties 'dc1->dc2' --partitions",
            "  twinspan status mm2.properties --watch",
            "  twinspan status mm2.properties --json | jq '.links[] | {link, safeToCutOver, because}'",
            "",
            "Exit code 1 if a partition has failed or cannot get on, 3 if a cluster does not answer; all that is",
            "known is printed then, too.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
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

    @Option(names = "--groups", description = "Look at the consumer groups, too, which costs more requests.")
    private boolean groups;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--watch", description = Watch.DESCRIPTION)
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
        try (var reader = new InventoryReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT);
                var groupReader = new GroupReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT)) {
            GroupLook look = groups ? groupReader : null;
            if (watch) {
                return new Watch(console, json).show(() -> text(reader.read(links, look)));
            }
            Inventory inventory = reader.read(links, look);
            console.plain(text(inventory));
            return ExitCode.of(inventory).code();
        }
    }

    private String text(Inventory inventory) {
        return json
                ? JsonText.indented(StatusJson.of(inventory, partitions))
                : new StatusText(partitions).of(inventory);
    }
}
