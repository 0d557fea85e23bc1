package io.twinspan.bench.faults;

import io.twinspan.bench.faults.fault.Faults;
import io.twinspan.bench.faults.report.FaultResult;
import io.twinspan.bench.faults.report.FaultResults;
import io.twinspan.bench.faults.report.FaultTable;
import io.twinspan.bench.faults.scene.Stage;
import io.twinspan.bench.faults.scene.WanLine;
import io.twinspan.bench.tool.MirrorMaker;
import io.twinspan.bench.tool.Tool;
import io.twinspan.bench.tool.Twinspan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the fault programme. Confined to the main thread. */
@Command(
        name = "dev/faults",
        header = "Has things go wrong under load, and compares every record afterwards.",
        description = {
            "",
            "Starts two clusters of three broker processes, writes to one, and has two processes of a program copy to the other. Then",
            "one fault after the other happens, each to new topics: brokers and processes are killed and frozen, leaders move, the line is",
            "cut, disks run full, topics are deleted. For each, the report says what was seen, how long it took until records came",
            "again and until all was as fast as before, and how many records were lost, doubled or reordered; where records are lost by",
            "the fault itself, whether the program named them exactly. MirrorMaker 2 goes through the same, with its exactly-once on.",
            "",
            "All of it takes half an hour for Twinspan and an hour for MirrorMaker 2, two cores and 8 GB of memory; keep the",
            "machine quiet. As root, with ip (iproute2) and gcc, the source lies behind a long-distance line in network namespaces",
            "made for it; else proxies on loopback stand in for it. Everything is removed at the end, also after Ctrl-C.",
            "",
            "Examples:",
            "  dev/faults --only kill-target-broker,cut-line-60s --tool twinspan",
            "  dev/faults --seed 7                # the same order and choices again",
            "  dev/faults --resume FILE           # go on where a run was broken off",
            "  dev/faults --list",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class FaultsCommand implements Callable<Integer> {
    private static final int KAFKAS_SESSION_TIMEOUT_MS = 9_000;
    private static final int SHORT_SESSION_TIMEOUT_MS = 4_000;

    @Option(names = "--list", description = "Only list the faults.")
    private boolean list;

    @Option(names = "--table", paramLabel = "FILE", description = "Only print stored results, as a Markdown table.")
    private @Nullable Path table;

    @Option(names = "--short", description = "Four faults to the same topics, two brokers a cluster: about 100 s.")
    private boolean brief;

    @Option(names = "--seed", paramLabel = "N", description = "Decides order and choices (a new one each time).")
    private @Nullable Long seed;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on with a run that was broken off: its seed, and what it has no result of.")
    private @Nullable Path resume;

    @Option(names = "--only", paramLabel = "FAULT", split = ",", description = "Only these, by name.")
    private @Nullable List<String> only;

    @Option(
            names = "--tool",
            paramLabel = "NAME",
            description = "twinspan, mirrormaker or both (both; twinspan with --short).")
    private @Nullable String tool;

    @Option(
            names = "--wan",
            negatable = true,
            description = "Insist on the line between namespaces; --no-wan: proxies. Where possible, unless said.")
    private @Nullable Boolean wan;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "330",
            description = "How long full speed is waited for after a fault (330).")
    private int limit;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the results go, as JSON (bench/results/faults-<time>.json; target/faults-short.json).")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Path root =
            Path.of(System.getProperty("twinspan.root", ".")).toAbsolutePath().normalize();

    /** Runs it and ends with its exit code: 0 if Twinspan passed every fault, 1 if not, 2 for bad input. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultsCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        if (list) {
            Faults.all()
                    .forEach((name, fault) ->
                            print.printf("%-24s %s%n", name, fault.get().what()));
            return 0;
        }
        Programme.Plan plan;
        try {
            if (table != null) {
                print.print(FaultTable.markdown(FaultResults.read(table).results()));
                print.flush();
                return 0;
            }
            plan = plan();
        } catch (IllegalArgumentException | IllegalStateException e) {
            spec.commandLine().getErr().println("dev/faults: " + e.getMessage());
            return 2;
        }
        say(print, "seed " + plan.seed() + "; logs in " + plan.directory());
        FaultResults results = new Programme(plan, line -> say(print, line)).run();
        results.write(plan.out());
        print.println();
        print.println(FaultTable.text(results.results()));
        print.println(results.line());
        print.println("seed " + results.seed() + "; stored in " + plan.out());
        print.flush();
        boolean passed = results.results().stream()
                .filter(result -> result.tool().equals("twinspan"))
                .allMatch(FaultResult::passed);
        return passed ? 0 : 1;
    }

    private static void say(PrintWriter print, String line) {
        print.println(
                LocalTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("HH:mm:ss")) + " " + line);
        print.flush();
    }

    private Programme.Plan plan() {
        FaultResults earlier = resume == null ? null : FaultResults.read(resume);
        long number = earlier != null ? earlier.seed() : seed != null ? seed : System.nanoTime() % 1_000_000;
        List<String> names = only != null
                ? only
                : brief ? Faults.SHORT : List.copyOf(Faults.all().keySet());
        return new Programme.Plan(
                tools(),
                Faults.inOrder(names, number),
                brief,
                number,
                limit * 1_000L,
                new Stage.Wanted(
                        root,
                        brief ? 2 : 3,
                        withLine(),
                        names.contains("full-disk"),
                        brief ? SHORT_SESSION_TIMEOUT_MS : KAFKAS_SESSION_TIMEOUT_MS),
                earlier == null
                        ? List.of()
                        : earlier.results().stream()
                                .filter(result -> result.failure().isEmpty())
                                .toList(),
                root.resolve("bench/target/faults-runs/" + number),
                file(),
                System.getProperty("twinspan.commit", ""));
    }

    private List<Tool> tools() {
        return switch (tool != null ? tool : brief ? "twinspan" : "both") {
            case "twinspan" -> List.of(Twinspan.of(root));
            case "mirrormaker" -> List.of(MirrorMaker.byDefault());
            case "both" -> List.of(Twinspan.of(root), MirrorMaker.byDefault());
            default ->
                throw new IllegalArgumentException("no program '" + tool + "'; there are twinspan, mirrormaker, both");
        };
    }

    private boolean withLine() {
        if (wan == null) {
            return !brief && WanLine.missing().isEmpty();
        }
        Optional<String> missing = wan ? WanLine.missing() : Optional.empty();
        missing.ifPresent(why -> {
            throw new IllegalStateException(
                    "no long-distance line: " + why + "; without --wan, proxies stand in for it");
        });
        return wan;
    }

    private Path file() {
        if (out != null) {
            return out;
        }
        if (resume != null) {
            return resume;
        }
        return brief
                ? root.resolve("bench/target/faults-short.json")
                : root.resolve("bench/results/faults-"
                        + LocalDateTime.now(ZoneId.systemDefault())
                                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm"))
                        + ".json");
    }
}
