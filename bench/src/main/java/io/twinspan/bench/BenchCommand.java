package io.twinspan.bench;

import io.twinspan.bench.latency.Pace;
import io.twinspan.bench.load.Workload;
import io.twinspan.bench.report.Results;
import io.twinspan.bench.report.TextReport;
import io.twinspan.bench.tool.BareLink;
import io.twinspan.bench.tool.MirrorMaker;
import io.twinspan.bench.tool.Tool;
import io.twinspan.bench.tool.Twinspan;
import io.twinspan.bench.verify.VerifyBenchCommand;
import io.twinspan.testkit.cluster.Security;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the benchmark. Confined to the main thread. */
@Command(
        name = "twinspan-bench",
        header = "Measures Twinspan against MirrorMaker 2 on this machine.",
        description = {
            "",
            "Starts two brokers, loads topics, and has every program copy them in turn. The full benchmark takes",
            "about 40 minutes, and 15 GB of disk; keep the machine quiet meanwhile. --quick takes about a minute,",
            "and its figures mean nothing.",
            ""
        },
        sortOptions = false,
        subcommands = VerifyBenchCommand.class,
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "A few megabytes, one round, two programs: shows that everything works.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds (3).")
    private @Nullable Integer rounds;

    @Option(
            names = "--topics",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Of lz4, zstd, none, tiny (batches of 1-4 records), txn (commits and aborts). All, unless said.")
    private @Nullable List<String> topics;

    @Option(names = "--gb", paramLabel = "GB", description = "Size of the large topics on the wire (1).")
    private @Nullable Double gigabytes;

    @Option(
            names = "--tools",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Of twinspan, mm2-tuned, mm2-default (these unless said), and link (Twinspan's data plane alone).")
    private @Nullable List<String> tools;

    @Option(names = "--latency", description = "Also latency at a steady rate, 40 s a run.")
    private boolean latency;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "2000", description = "That rate, records/s (2000).")
    private int rate;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Longest time of one run (600).")
    private int limit;

    @Option(
            names = "--profile",
            description = "Also record where each program spends its time, and print the top of it.")
    private boolean profile;

    @Option(names = "--tls", description = "Both clusters take clients by SASL_SSL only.")
    private boolean tls;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the results go, as JSON (bench/results/<time>.json; target/bench-quick.json with --quick).")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Path root =
            Path.of(System.getProperty("twinspan.root", ".")).toAbsolutePath().normalize();

    /** Runs it and ends with its exit code: 0 if every run had a result, 1 if not, 2 for bad input. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        BenchPlan plan;
        try {
            plan = plan();
        } catch (IllegalArgumentException | IllegalStateException e) {
            spec.commandLine().getErr().println("twinspan-bench: " + e.getMessage());
            return 2;
        }
        Results results = new Benchmark(plan, line -> {
                    print.println(LocalTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("HH:mm:ss"))
                            + " " + line);
                    print.flush();
                })
                .run();
        Path file = file();
        results.write(file);
        print.println();
        print.println(TextReport.of(results));
        print.println("stored in " + file);
        print.flush();
        return results.failures().isEmpty() ? 0 : 1;
    }

    private BenchPlan plan() {
        List<String> labels =
                topics != null ? topics : quick ? List.of("lz4") : List.of("lz4", "zstd", "none", "tiny", "txn");
        List<String> names = tools != null
                ? tools
                : quick ? List.of("twinspan", "mm2-tuned") : List.of("twinspan", "mm2-tuned", "mm2-default");
        Pace pace = quick ? new Pace(Math.min(rate, 500), 1, 3) : new Pace(rate, 10, 25);
        return new BenchPlan(
                names.stream().map(this::tool).toList(),
                labels.stream().map(Workload::of).toList(),
                rounds != null ? rounds : quick ? 1 : 3,
                gigabytes != null ? gigabytes : quick ? 0.004 : 1,
                latency ? pace : null,
                Duration.ofSeconds(limit),
                quick,
                System.getProperty("twinspan.commit", ""),
                root.resolve("bench/target/bench-runs"),
                profile,
                tls ? Security.SASL_SSL : Security.PLAINTEXT);
    }

    private Tool tool(String name) {
        return switch (name) {
            case "twinspan" -> Twinspan.of(root);
            case "mm2-tuned" -> MirrorMaker.tuned();
            case "mm2-default" -> MirrorMaker.byDefault();
            case "link" -> BareLink.of(root);
            default ->
                throw new IllegalArgumentException(
                        "no program '" + name + "'; there are twinspan, mm2-tuned, mm2-default, link");
        };
    }

    private Path file() {
        if (out != null) {
            return out;
        }
        return quick
                ? root.resolve("bench/target/bench-quick.json")
                : root.resolve("bench/results/"
                        + LocalDateTime.now(ZoneId.systemDefault())
                                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm"))
                        + ".json");
    }
}
