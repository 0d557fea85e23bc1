package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.Misconfigured;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves the clients of a link to its target. Confined to the main thread. */
@Command(
        name = "failover",
        header = "Moves producers and consumers of a link from its source to its target.",
        description = {
            "",
            "Checks both sides, keeps producers out of the source and proves it, waits until everything is",
            "copied, stops the link, compares the end of each partition, sets every group to the exact record,",
            "and opens the target. Nothing is lost, and nothing is read twice. Every step is kept in a journal",
            "on the target: a run that was broken off is continued by --resume or taken back by --undo, from",
            "any machine with the file.",
            "",
            "@|bold Examples:|@",
            "  twinspan failover mm2.properties 'dc1->dc2' --dry-run      would it work? changes nothing",
            "  twinspan failover mm2.properties 'dc1->dc2'",
            "  twinspan failover mm2.properties 'dc1->dc2' --reverse      and begin dc2->dc1",
            "  twinspan failover mm2.properties 'dc1->dc2' --hook before-open=/opt/move-dns",
            "  twinspan failover mm2.properties 'dc1->dc2' --undo",
            "  twinspan failover mm2.properties 'dc1->dc2' --emergency    the source is gone: goes on without it",
            "",
            "If a step fails before the target is open, everything is taken back, unless you --keep it.",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class FailoverCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private FileMixin file;

    @Parameters(index = "1", paramLabel = "LINK", description = "The link, as dc1->dc2.")
    @SuppressWarnings("NullAway.Init")
    private String link;

    @Option(names = "--dry-run", description = "Check, and print the plan; change nothing.")
    private boolean dryRun;

    @Option(names = "--reverse", description = "Then begin the link in the other direction.")
    private boolean reverse;

    @Option(
            names = "--emergency",
            description = "The source is gone: give up what is not copied yet, and say how much that is at most.")
    private boolean emergency;

    @Option(names = "--force", description = "An emergency even though the source answers.")
    private boolean force;

    @Option(
            names = "--source-lost-at",
            paramLabel = "TIME",
            converter = InstantText.class,
            description =
                    "When it was lost, such as 2026-11-30T18:51:00Z, if the link ended with it: the estimate of what is lost"
                            + " needs it.")
    private @Nullable Instant sourceLostAt;

    @Option(names = "--resume", description = "Continue what was broken off, with the options it was begun with.")
    private boolean resume;

    @Option(names = "--undo", description = "Take back what was broken off, up to the point where the target is open.")
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
        LinkView view = chosen.get();
        requireEmergency();
        @Nullable LinkView back = loaded.get().back(view.name());
        var run = new MoveRun(console, file, view, back, move.canary(), json, keep);
        if (resume || undo) {
            return undo ? run.undo() : run.resume();
        }
        var options =
                move.options(emergency, force, reverse, sourceLostAt == null ? -1 : sourceLostAt.toEpochMilli(), false);
        return dryRun ? run.plan(options) : run.begin(options);
    }

    private void requireEmergency() {
        if (!emergency && (force || sourceLostAt != null)) {
            throw new Misconfigured(
                    "--emergency",
                    (force ? "--force" : "--source-lost-at") + " goes with --emergency, and means nothing without");
        }
    }
}
