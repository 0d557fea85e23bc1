package io.twinspan.app.cli;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.StopSignals;
import io.twinspan.app.runner.WallTime;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.orphan.OrphanCount;
import io.twinspan.control.orphan.OrphanRange;
import io.twinspan.control.orphan.OrphanReplay;
import io.twinspan.control.orphan.OrphanScan;
import io.twinspan.control.orphan.OrphanSearch;
import io.twinspan.control.scene.Scene;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the records that a lost source had taken and its target lacks, and is what its subcommands begin with. Confined to the main thread. */
@Command(
        name = "orphans",
        header = "Lists the records that a lost source had taken and that were never copied; exports and replays them.",
        description = {
            "",
            "After an emergency failover, once the old source is back: reads exactly those of its records that",
            "the target lacks. They stay where they are. 'export' writes them to a file or a topic, 'replay'",
            "appends them to the topics that lack them, each exactly once.",
            "",
            "@|bold Examples:|@",
            "  twinspan orphans mm2.properties 'dc1->dc2'",
            "  twinspan orphans mm2.properties 'dc1->dc2' export | jq .value",
            "  twinspan orphans --topics 'orders.*' mm2.properties 'dc1->dc2' replay",
            "",
            "The link has to have run since the old source is back, so that it is sure of its positions; it",
            "stays held by the failover, and copies nothing. Exit code 1 if there are orphans.",
            "",
        },
        customSynopsis = {
            "twinspan orphans [-hV] [--topics=REGEX] [--json] FILE LINK",
            "       twinspan orphans [--topics=REGEX] FILE LINK export [--output=PATH | --to-topic=TOPIC]",
            "       twinspan orphans [--topics=REGEX] FILE LINK replay"
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        subcommands = {OrphansExportCommand.class, OrphansReplayCommand.class})
final class OrphansCommand implements Callable<Integer> {
    private static final long STEP_MS = 500;

    // Not required, since the help of a subcommand needs none.
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "MirrorMaker 2 properties file.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LINK",
            description = "The link from the lost source, as dc1->dc2.")
    private @Nullable String link;

    @Option(
            names = "--topics",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Only these topics of the link, by their names on the source.")
    private String topics = ".*";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * What there is to work with. Confined to the main thread.
     *
     * @param remarks what could not be told, for people
     */
    record Found(Scene scene, List<OrphanRange> ranges, List<String> remarks) {
        /** Reads them all. */
        void read(Console console, OrphanScan.Sink sink) {
            long[] count = {0};
            try (var scan = new OrphanScan(scene, ranges)) {
                while (!scan.step(STEP_MS, (range, orphan) -> {
                    count[0]++;
                    sink.orphan(range, orphan);
                })) {
                    console.progress(Amounts.records(count[0]) + " read");
                }
                console.progressEnds();
                remarks.addAll(scan.remarks());
            }
        }
    }

    /** What to do with what was found. */
    interface Work {
        ExitCode run(Found found);
    }

    @Override
    public Integer call() {
        var console = new Console(spec.commandLine());
        return with(console, found -> {
            var count = new OrphanCount();
            found.read(console, count);
            var replayed = OrphanReplay.doneBefore(found.scene(), found.ranges());
            console.plain(
                    json
                            ? JsonText.indented(OrphansReport.of(found, count, replayed))
                            : OrphansText.of(found, count, replayed, String.valueOf(file)));
            return count.records() == 0 ? ExitCode.DONE : ExitCode.NOT_DONE;
        });
    }

    /** Looks where orphans are, and has something done with them. */
    int with(Console console, Work work) {
        Path given = file;
        String name = link;
        if (given == null || name == null) {
            console.error((given == null ? "FILE" : "LINK") + " is missing; see twinspan orphans --help");
            return ExitCode.BAD_INPUT.code();
        }
        Pattern pattern = Given.pattern("--topics", topics);
        Optional<Deployment> loaded = FileMixin.load(console, given);
        Optional<LinkView> chosen = LinkChoice.one(console, loaded, name);
        if (chosen.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        var time = new WallTime();
        LinkView view = chosen.get();
        try (var signals = StopSignals.calling(time::stop);
                var scene =
                        new Scene(view, loaded.get().back(view.name()), Clock.systemUTC(), Deployment.ANSWER_LIMIT)) {
            var search = new OrphanSearch(scene, time);
            List<OrphanRange> ranges = search.find(pattern);
            int code = work.run(new Found(scene, ranges, new ArrayList<>(search.remarks())))
                    .code();
            if (time.isStopped()) {
                console.error("interrupted (" + signals.howToInsist() + " next time, to end at once)");
            }
            return code;
        }
    }

    /** The file as it was given, for commands to paste. */
    String name() {
        return String.valueOf(file);
    }
}
