package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.group.GroupReader;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import java.time.Clock;
import java.util.ArrayList;
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

/** Says where consumer groups stand on both sides of links. Confined to the main thread. */
@Command(
        name = "groups",
        header = "Says where consumer groups stand on both sides, and whether they would find their place.",
        description = {
            "",
            "For each group: whether every position is known on the target to the record (EXACT), how many",
            "records it would read again there, whether the target has the offsets that it should (IN STEP),",
            "where it has members, and how old the last checkpoint is. Positions come from both clusters as",
            "they are now. While the source cannot be reached, they are those of the last checkpoints.",
            "",
            "@|bold Examples:|@",
            "  twinspan groups mm2.properties",
            "  twinspan groups mm2.properties 'dc1->dc2' billing --positions",
            "  twinspan groups mm2.properties --json | jq '.links[].groups[] | select(.exact | not)'",
            "",
            "Exit code 1 if a group is not exact, or not in step although the link should keep it so; 3 if a",
            "cluster does not answer.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class GroupsCommand implements Callable<Integer> {
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
            paramLabel = "GROUP",
            description = "Groups; all that the link translates if not given.")
    private List<String> groups = List.of();

    @Option(names = "--positions", description = "Show every position.")
    private boolean positions;

    @Option(names = "--json", description = "Print JSON, with every position.")
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
        var words = LinkWords.of(link, groups);
        List<LinkView> chosen = LinkChoice.choose(console, loaded.get().linkViews(), words.link());
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        try (var reader = new GroupReader(Clock.systemUTC(), Deployment.ANSWER_LIMIT)) {
            if (watch) {
                return new Watch(console, json).show(() -> text(read(reader, chosen, words.names())));
            }
            GroupsReport report = read(reader, chosen, words.names());
            console.plain(text(report));
            return report.exitCode().code();
        }
    }

    private static GroupsReport read(GroupReader reader, List<LinkView> links, List<String> names) {
        var clock = Clock.systemUTC();
        var read = new ArrayList<GroupsReport.Link>();
        for (LinkView view : links) {
            read.add(GroupsReport.Link.of(view, reader.read(view, names), clock.millis()));
        }
        return new GroupsReport(read);
    }

    private String text(GroupsReport report) {
        return json ? JsonText.indented(report) : new GroupsText(report, positions).toString();
    }
}
