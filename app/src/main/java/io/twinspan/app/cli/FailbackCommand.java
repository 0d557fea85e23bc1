package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings the clients of a link back to its source. Confined to the main thread. */
@Command(
        name = "failback",
        header = "Brings producers and consumers back to the source of a link, after a failover.",
        description = {
            "",
            "The same steps as a failover, in the other direction, and at the end the link copies again as",
            "before. If the link back does not run yet, as after an emergency, the old source is made ready",
            "first, while clients go on where they are: producers are kept out of it, records that it alone has",
            "are noted ('twinspan orphans' lists them; in topics of the same name nothing copies them any more),",
            "and the link back brings what it missed.",
            "",
            "@|bold Examples:|@",
            "  twinspan failover mm2.properties 'dc1->dc2' --reverse",
            "  twinspan failback mm2.properties 'dc1->dc2'                and everything is as it was",
            "  twinspan failback mm2.properties 'dc1->dc2' --resume       go on with what was broken off",
            "",
            "If a step fails before the old source is open, everything is taken back, unless you --keep it.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class FailbackCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(
            index = "1",
            paramLabel = "LINK",
            description = "The link whose clients had been moved, as dc1->dc2: they come back to dc1.")
    @SuppressWarnings("NullAway.Init")
    private String link;

    @Option(names = "--dry-run", description = "Check, and print the plan; change nothing.")
    private boolean dryRun;

    @Option(names = "--resume", description = "Continue what was broken off, with the options it was begun with.")
    private boolean resume;

    @Option(
            names = "--undo",
            description = "Take back what was broken off, up to the point where the old source is open.")
    private boolean undo;

    @Option(names = "--keep", description = "If a step fails, leave everything as it is, for --resume.")
    private boolean keep;

    @Mixin
    private MoveOptions move = new MoveOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Optional<Deployment> loaded = file.load(console);
        Optional<LinkView> chosen = LinkChoice.one(console, loaded, link);
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        LinkView away = chosen.get();
        @Nullable LinkView back = loaded.get().back(away.name());
        if (back == null) {
            String name = away.name().target() + "->" + away.name().source();
            console.error("the file has no link " + name + ", on which clients could come back. Add " + name
                    + ".enabled = true and, so that it copies nothing before, " + name + ".link.standby = true");
            return ExitCode.BAD_INPUT.code();
        }
        var run = new MoveRun(console, file, back, away, move.canary(), json, keep);
        if (resume || undo) {
            return undo ? run.undo() : run.resume();
        }
        var options = move.options(false, false, true, -1, true);
        return dryRun ? run.plan(options) : run.begin(options);
    }
}
