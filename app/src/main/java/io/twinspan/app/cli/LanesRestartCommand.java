package io.twinspan.app.cli;

import io.twinspan.control.lanes.StartPoint;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has partitions copied from a source offset on. Confined to the main thread. */
@Command(
        name = "restart-at",
        header = "Copies a partition from another offset of the source on.",
        description = {
            "",
            "The partition begins a new generation there: what the target has already comes again behind it,",
            "and what lies before the offset and is not in the target stays out. For a partition that has",
            "stopped because its position cannot be trusted, or that is to be copied anew.",
            "",
            "@|bold Examples:|@",
            "  twinspan lanes restart-at mm2.properties 'dc1->dc2' orders-3 --earliest",
            "  twinspan lanes restart-at mm2.properties 'dc1->dc2' orders-3 --offset 120000",
            "  twinspan lanes restart-at mm2.properties 'dc1->dc2' --cause source-recreated --earliest --dry-run",
            "",
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        mixinStandardHelpOptions = true)
final class LanesRestartCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LaneChoice choice;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Where where;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Exactly one of these. Confined to the main thread. */
    private static final class Where {
        @Option(names = "--offset", paramLabel = "N", description = "At this source offset.")
        private @Nullable Long offset;

        @Option(names = "--earliest", description = "At the first record that the source has.")
        private boolean earliest;

        @Option(names = "--latest", description = "At the source's end: what is there now stays out.")
        private boolean latest;

        @Option(names = "--position", description = "Where it stopped.")
        private boolean position;
    }

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        Long offset = where.offset;
        if (offset != null && offset < 0) {
            console.error("--offset begins at 0");
            return ExitCode.BAD_INPUT.code();
        }
        StartPoint at = offset != null ? StartPoint.offset(offset) : StartPoint.of(kind());
        return choice.decide(console, (desk, link, partitions, dryRun) -> desk.restart(link, partitions, at, dryRun));
    }

    private StartPoint.Kind kind() {
        if (where.position) {
            return StartPoint.Kind.POSITION;
        }
        if (where.latest) {
            return StartPoint.Kind.LATEST;
        }
        if (where.earliest) {
            return StartPoint.Kind.EARLIEST;
        }
        throw new IllegalStateException("picocli asks for exactly one of the options");
    }
}
