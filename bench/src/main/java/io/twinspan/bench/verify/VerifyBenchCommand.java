package io.twinspan.bench.verify;

import io.twinspan.bench.load.Workload;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the benchmark of {@code twinspan verify}. Confined to the main thread. */
@Command(
        name = "verify",
        header = "Measures twinspan verify, and whether the brokers are what limits it.",
        description = {
            "",
            "Starts two brokers, loads a topic, has Twinspan copy it, and then, in each round, runs the real command as a process and",
            "measures it: time, GB/s of both sides together, CPU of the command and of each broker, memory, and what the brokers had to",
            "read from the disk. What the command takes to start is measured apart, by comparing one batch of each partition.",
            "",
            "In the same rounds, two programs read the same bytes of both sides at once and do nothing with them: bare Fetch requests",
            "over blocking sockets, which show what these brokers can give, and Kafka's consumers. Where the command is about as fast as",
            "the former, the brokers are its limit. All of them share the cores of this machine, so keep it quiet.",
            "",
            "10 GB take about 10 minutes, and 25 GB of disk in the temporary directory, which are given back, also after Ctrl-C. Where",
            "both sides do not fit into the memory that is free, the disk is measured: the table says how much came from it.",
            "",
            "Examples:",
            "  ./twinspan-bench verify --quick                        shows in a minute that it works; the figures mean nothing",
            "  ./twinspan-bench verify                                10 GB of lz4 JSON, copied whole",
            "  ./twinspan-bench verify --gigabytes 2 --codec none     less, and uncompressed",
            "  ./twinspan-bench verify --gigabytes 2 --unpacked       a copy that is stored uncompressed: every batch is opened",
            "  ./twinspan-bench verify --gigabytes 2 --profile        also where the command spends its time",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class VerifyBenchCommand implements Callable<Integer> {
    private static final List<Workload> CODECS = List.of(Workload.LZ4, Workload.ZSTD, Workload.NONE);

    @Option(names = "--quick", description = "A few megabytes and one round: shows that everything works.")
    private boolean quick;

    @Option(
            names = {"--gigabytes", "--gb"},
            paramLabel = "GB",
            description = "Size of the topic as stored, of one side (10).")
    private @Nullable Double gigabytes;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            defaultValue = "lz4",
            description = "What the topic is compressed with: lz4, zstd or none (lz4).")
    private String codec = "lz4";

    @Option(
            names = "--unpacked",
            description = "The target stores the copy uncompressed, so that every batch has to be opened.")
    private boolean unpacked;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "8", description = "Of the topic (8).")
    private int partitions;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds (3).")
    private @Nullable Integer rounds;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "Longest time of one run (900).")
    private int limit;

    @Option(
            names = "--profile",
            description = "Also record where the command spends its time, and print the top of it.")
    private boolean profile;

    @Option(
            names = {"--results", "--out"},
            paramLabel = "FILE",
            description =
                    "Where the results go, as JSON (bench/results/verify-<time>.json; target/verify-quick.json with --quick).")
    private @Nullable Path results;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Path root =
            Path.of(System.getProperty("twinspan.root", ".")).toAbsolutePath().normalize();

    /** Its exit code is 0 if every run had a result, 1 if not, 2 for bad input. */
    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        VerifyBenchmark benchmark;
        try {
            benchmark = new VerifyBenchmark(plan(), line -> {
                print.println(LocalTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("HH:mm:ss"))
                        + " " + line);
                print.flush();
            });
        } catch (IllegalArgumentException | IllegalStateException e) {
            spec.commandLine().getErr().println("twinspan-bench verify: " + e.getMessage());
            return 2;
        }
        VerifyResults found = benchmark.run();
        Path file = file();
        found.write(file);
        print.println();
        print.println(VerifyTable.of(found));
        print.println("stored in " + file);
        print.flush();
        return found.failures().isEmpty() ? 0 : 1;
    }

    private VerifyPlan plan() {
        return new VerifyPlan(
                root,
                CODECS.stream()
                        .filter(workload -> workload.label().equals(codec))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("no codec '" + codec + "'; there are lz4, zstd and none")),
                gigabytes != null ? gigabytes : quick ? 0.02 : 10,
                partitions,
                unpacked,
                rounds != null ? rounds : quick ? 1 : 3,
                Duration.ofSeconds(limit),
                quick,
                profile,
                System.getProperty("twinspan.commit", ""),
                root.resolve(
                        "bench/target/verify-runs/" + ProcessHandle.current().pid()));
    }

    private Path file() {
        if (results != null) {
            return results;
        }
        return quick
                ? root.resolve("bench/target/verify-quick.json")
                : root.resolve("bench/results/verify-"
                        + LocalDateTime.now(ZoneId.systemDefault())
                                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm"))
                        + ".json");
    }
}
