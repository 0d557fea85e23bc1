package io.twinspan.app.cli;

import io.twinspan.control.orphan.OrphanRange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Appends orphans to the topics that lack them. Confined to the main thread. */
@Command(
        name = "replay",
        header = "Appends orphans to the topics of the target that lack them, each exactly once.",
        description = {
            "",
            "For topics that have the same name on both sides. Each goes to its own partition, behind what is",
            "there by now, with its key, value, headers and timestamp. Consumers read it there, and a link back",
            "carries it as it carries everything. Broken off, it goes on where it stopped; called again, it",
            "appends nothing twice. Look before you do: the order of records of one key is another one then.",
            "",
            "@|bold Examples:|@",
            "  twinspan orphans mm2.properties 'dc1->dc2'                    which are they?",
            "  twinspan orphans mm2.properties 'dc1->dc2' replay",
            "",
        },
        customSynopsis = "twinspan orphans FILE LINK replay",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true)
final class OrphansReplayCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private OrphansCommand orphans;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        return orphans.with(console, found -> {
            boolean isRenamed = found.ranges().stream().anyMatch(range -> !range.isSameName());
            if (isRenamed) {
                OrphanRange first = found.ranges().stream()
                        .filter(range -> !range.isSameName())
                        .findFirst()
                        .orElseThrow();
                console.error("copies of " + first.partition().topic() + " are in "
                        + first.copy().topic()
                        + ", into which the link alone writes: it brings the orphans itself when it goes on (twinspan failback)."
                        + " To have them now, name a topic: export --to-topic TOPIC");
                return ExitCode.BAD_INPUT;
            }
            return new OrphansAppend(console, found, orphans.name()).run(null);
        });
    }
}
