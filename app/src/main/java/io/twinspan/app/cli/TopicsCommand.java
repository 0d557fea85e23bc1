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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far topics and partitions have come. Confined to the main thread. */
@Command(
        name = "topics",
        header = "Says how far topics and partitions have come: lag, delay, speed, state.",
        description = {
            "",
            "The tables of 'status', for some topics of the source or all. LAG is in records, BYTES as they are",
            "compressed, DELAY how far behind in time the copy was when the link last heard of the source, which",
            "is AS OF ago. RECORDS/S is the speed of the last seconds. A dash stands for what is not known.",
            "A partition is 'untended' if tasks of the link live, and none of them copies it.",
            "",
            "@|bold Examples:|@",
            "  twinspan topics mm2.properties",
            "  twinspan topics mm2.properties 'dc1->dc2' orders users --partitions --watch",
            "  twinspan topics mm2.properties --json | jq '.links[].topics[] | select(.lagRecords > 0)'",
            "",
            "Exit code 1 if one of the partitions has failed or cannot get on, 3 if a cluster does not answer.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINK",
            description = "One link, as dc1->dc2; all if not given.")
    private @Nullable String link;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "TOPIC",
            description = "Topics, by their names on the source; all if not given.")
    private List<String> topics = List.of();

    @Option(names = "--partitions", description = "Show every partition.")
    private boolean partitions;

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
        var words = LinkWords.of(link, topics);
        List<LinkView> chosen = LinkChoice.choose(console, loaded.get().linkViews(), words.link());
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        var report = new TopicsReport(words.names(), partitions);
        try (var reader = new InventoryReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT)) {
            if (watch) {
                return new Watch(console, json).show(() -> text(report, report.of(reader.read(chosen))));
            }
            Inventory inventory = report.of(reader.read(chosen));
            List<String> missing = report.missing(inventory);
            if (!missing.isEmpty()) {
                console.error("no link copies " + String.join(", ", missing)
                        + "; 'twinspan topics FILE' lists those that" + " are copied, by their names on the source");
                return ExitCode.BAD_INPUT.code();
            }
            console.plain(text(report, inventory));
            return ExitCode.of(inventory).code();
        }
    }

    private String text(TopicsReport report, Inventory inventory) {
        return json ? JsonText.indented(report.json(inventory)) : report.text(inventory);
    }
}
