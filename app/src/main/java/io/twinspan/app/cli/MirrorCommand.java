package io.twinspan.app.cli;

import io.twinspan.app.legacy.MirrorArguments;
import io.twinspan.app.legacy.MirrorClusters;
import io.twinspan.app.runner.Deployment;
import io.twinspan.model.option.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replicates as MirrorMaker 1 was told to, until it is told to stop. Confined to the main thread. */
@Command(
        name = "mirror",
        header = "Replicates with MirrorMaker 1's arguments, until Ctrl-C or SIGTERM.",
        customSynopsis = "twinspan mirror --consumer.config=FILE --producer.config=FILE --include=REGEX [OPTIONS]",
        description = {
            "",
            "Takes the arguments and the two files of kafka-mirror-maker.sh, and copies whole batches, exactly",
            "once, to topics of the same names, each partition to the one of the same number. It goes on where",
            "the group of the consumer's file stands, and commits its progress as that group, so that lag tools",
            "go on to work. Processes with the same arguments share the work. What MirrorMaker 1 could do and",
            "this cannot is refused, or warned of, with the reason.",
            "",
            "@|bold Example:|@",
            "  twinspan mirror --consumer.config consumer.properties --producer.config producer.properties \\",
            "      --include 'orders.*,users' --num.streams 2",
            "",
            "Stop MirrorMaker 1 first. Ctrl-C or SIGTERM stops in order (exit code 0).",
            "",
        },
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class MirrorCommand implements Callable<Integer> {
    private static final int USUAL_INTERVAL_MS = 60_000;

    @Option(
            names = "--consumer.config",
            paramLabel = "FILE",
            description = "The consumer's settings: the source cluster, and group.id.")
    private final List<Path> consumers = new ArrayList<>();

    @Option(
            names = "--producer.config",
            paramLabel = "FILE",
            description = "The producer's settings: the target cluster.")
    private final List<Path> producers = new ArrayList<>();

    @Option(
            names = {"--include", "--whitelist"},
            paramLabel = "REGEX",
            description = "The topics: a Java regular expression, in which a comma stands for an or.")
    private @Nullable String include;

    @Option(
            names = "--num.streams",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many tasks copy; 1 if not given, which is enough for most.")
    private int streams;

    @Option(
            names = "--offset.commit.interval.ms",
            paramLabel = "MS",
            defaultValue = "60000",
            description = "Not used: the group's offsets are committed every 5 seconds.")
    private int commitIntervalMs;

    @Option(
            names = "--abort.on.send.failure",
            paramLabel = "BOOLEAN",
            description = "Not used: no record is left out, whatever fails; a partition that fails is tried again.")
    private @Nullable String abort;

    @Option(names = "--new.consumer", description = "Not used: there is no other.")
    @SuppressWarnings("UnusedVariable") // It only has to be accepted.
    private boolean newConsumer;

    @Option(names = "--message.handler", hidden = true)
    private @Nullable String handler;

    @Option(names = "--message.handler.args", hidden = true)
    private @Nullable String handlerArguments;

    @Option(names = "--consumer.rebalance.listener", hidden = true)
    private @Nullable String listener;

    @Option(names = "--rebalance.listener.args", hidden = true)
    private @Nullable String listenerArguments;

    @Option(names = "--blacklist", hidden = true)
    private @Nullable String excluded;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var console = new Console(spec.commandLine());
        List<String> refused = refused();
        refused.forEach(console::error);
        if (!refused.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        Optional<MirrorArguments> read = read(console);
        if (read.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        MirrorArguments arguments = read.get();
        warnings().forEach(console::warning);
        arguments.warnings().forEach(console::warning);
        MirrorClusters clusters = MirrorClusters.look(arguments, Deployment.ANSWER_LIMIT);
        if (clusters.areOne()) {
            console.error("both files name the cluster " + clusters.sourceId()
                    + ": topics that keep their names would be copied into themselves");
            return ExitCode.BAD_INPUT.code();
        }
        if (clusters.members() > 0) {
            console.error("group " + arguments.group() + " has " + CheckText.count(clusters.members(), "member")
                    + " on the source: MirrorMaker 1, or another consumer, is running with that group.id. Stop it and wait until"
                    + " the group is empty; both at once would copy everything twice");
            return ExitCode.NOT_DONE.code();
        }
        return replicate(console, Deployment.of("mirror", arguments.file(clusters.shortSourceId())));
    }

    private int replicate(Console console, Deployment deployment) throws InterruptedException {
        for (Problem problem : deployment.problems().all()) {
            String line = problem.describe("mirror");
            if (problem.isError()) {
                console.error(line);
            } else {
                console.warning(line);
            }
        }
        return deployment.problems().hasErrors()
                ? ExitCode.BAD_INPUT.code()
                : new Replication(console, true, ByItself.upkeep("", ""))
                        .run(deployment, false, (dedicated, silent) -> null);
    }

    private Optional<MirrorArguments> read(Console console) {
        try {
            MirrorArguments arguments =
                    MirrorArguments.read(consumers.get(0), producers.get(0), include == null ? "" : include, streams);
            arguments.errors().forEach(console::error);
            return arguments.errors().isEmpty() ? Optional.of(arguments) : Optional.empty();
        } catch (NoSuchFileException e) {
            console.error("there is no file " + e.getFile());
        } catch (IOException | IllegalArgumentException e) {
            console.error("cannot read " + consumers.get(0) + " and " + producers.get(0) + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    /** What cannot be done, each with its reason. */
    private List<String> refused() {
        var refused = new ArrayList<String>();
        if (consumers.size() != 1) {
            refused.add(
                    consumers.isEmpty()
                            ? "--consumer.config is missing"
                            : "--consumer.config is given " + consumers.size()
                                    + " times; one process mirrors one source cluster," + " so start one for each");
        }
        if (producers.size() != 1) {
            refused.add(
                    producers.isEmpty()
                            ? "--producer.config is missing"
                            : "--producer.config is given " + producers.size() + " times; there is one target cluster");
        }
        if (include == null) {
            refused.add("--include (or --whitelist) is missing: which topics?"
                    + (excluded == null
                            ? ""
                            : " --blacklist belongs to the consumers of before Kafka 2.0; leave topics out by"
                                    + " --include '(?!unwanted).*'"));
        }
        if (handler != null || handlerArguments != null) {
            refused.add(
                    "--message.handler: records go on in their batches, unopened, so there is nobody to hand them to; 'transforms'"
                            + " with 'twinspan run' change records one by one");
        }
        if (listener != null || listenerArguments != null) {
            refused.add(
                    "--consumer.rebalance.listener: no consumer group shares the partitions, so there is nothing to listen to");
        }
        return refused;
    }

    /** What is done in another way. */
    private List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (abort != null) {
            warnings.add("--abort.on.send.failure " + abort
                    + " is not used: no record is left out, and the process does not end; a"
                    + " partition that cannot get on is tried again, and the log says why");
        }
        if (commitIntervalMs != USUAL_INTERVAL_MS) {
            warnings.add(
                    "--offset.commit.interval.ms " + commitIntervalMs
                            + " is not used: offsets are committed every 5 seconds, once their records are stored on the target");
        }
        return warnings;
    }
}
