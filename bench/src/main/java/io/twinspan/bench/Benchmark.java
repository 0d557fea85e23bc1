package io.twinspan.bench;

import io.twinspan.bench.latency.LatencyResult;
import io.twinspan.bench.latency.LatencyRun;
import io.twinspan.bench.latency.Pace;
import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.load.Loader;
import io.twinspan.bench.load.Workload;
import io.twinspan.bench.measure.Clusters;
import io.twinspan.bench.measure.CopyResult;
import io.twinspan.bench.measure.CopyRun;
import io.twinspan.bench.profile.HotFrames;
import io.twinspan.bench.report.Machine;
import io.twinspan.bench.report.Results;
import io.twinspan.bench.tool.Job;
import io.twinspan.bench.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs a plan: loads the topics once, then in each round lets every program copy every topic, one after the other, beginning with
 * another program each time, so that a bad moment of the machine hits all alike. Confined to one thread.
 */
public final class Benchmark {
    private static final int PARTITIONS = 8;
    private static final int LATENCY_PARTITIONS = 4;
    private static final double WARM_UP_SHARE = 0.1;

    private final BenchPlan plan;
    private final Consumer<String> progress;
    private final List<LoadedTopic> topics = new ArrayList<>();
    private final List<CopyResult> copies = new ArrayList<>();
    private final List<LatencyResult> latencies = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int runs;

    /** Lines of progress go to the consumer. */
    public Benchmark(BenchPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Runs all of it. */
    public Results run() {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        say("starting two brokers");
        try (Clusters clusters = Clusters.start(plan.small(), plan.security())) {
            load(clusters);
            for (int round = 1; round <= plan.rounds(); round++) {
                for (LoadedTopic topic : topics) {
                    for (Tool tool : inTurn(round)) {
                        copy(clusters, tool, topic, round);
                    }
                }
                Pace pace = plan.pace();
                if (pace != null) {
                    for (Tool tool : inTurn(round)) {
                        follow(clusters, tool, pace, round);
                    }
                }
            }
        }
        Map<String, List<String>> options = new LinkedHashMap<>();
        plan.tools().forEach(tool -> options.put(tool.name(), tool.jvmOptions()));
        options.put("brokers", Clusters.BROKER_OPTIONS);
        return new Results(
                date,
                plan.commit(),
                plan.security().name(),
                Machine.here(),
                options,
                topics,
                copies,
                latencies,
                failures);
    }

    private void load(Clusters clusters) {
        long large = Math.round(plan.gigabytes() * 1e9);
        for (Workload workload : plan.topics()) {
            LoadedTopic topic = new Loader(clusters.source(), PARTITIONS)
                    .load(workload, workload.topic(), Math.round(large * workload.share()));
            topics.add(topic);
            say(
                    "loaded %s: %,d records, %.3f GB on the wire, %.3f GB of keys and values, in %.0f s",
                    topic.topic(), topic.records(), topic.gigabytes(), topic.payloadBytes() / 1e9, topic.seconds());
        }
        if (!plan.small()) {
            // Else the first program to be measured would pay for the compilation of the target broker's code.
            new Loader(clusters.target(), PARTITIONS).load(Workload.LZ4, "warm-up", Math.round(large * WARM_UP_SHARE));
            clean(clusters);
        }
    }

    private List<Tool> inTurn(int round) {
        List<Tool> tools = new ArrayList<>(plan.tools());
        Collections.rotate(tools, 1 - round);
        return tools;
    }

    private void copy(Clusters clusters, Tool tool, LoadedTopic topic, int round) {
        String what = "round " + round + " " + topic.workload().label() + " " + tool.name();
        try {
            Job job = job(clusters, topic.topic(), topic.partitions(), topic.workload());
            CopyResult result = new CopyRun(clusters, tool, topic, job, plan.limit()).run(round);
            copies.add(result);
            say(
                    "%s: %.2f s (%.0f MB/s), CPU %.2f s (app %.2f, gc %.2f, jit %.2f), brokers %.2f + %.2f s, RSS %.0f MB,"
                            + " after %.1f s of start (CPU %.1f s); load %.1f",
                    what,
                    result.wallSeconds(),
                    result.megabytesPerSecond(),
                    result.cpu().total(),
                    result.cpu().app(),
                    result.cpu().gc(),
                    result.cpu().jit(),
                    result.sourceBrokerCpuSeconds(),
                    result.targetBrokerCpuSeconds(),
                    result.peakRssBytes() / 1e6,
                    result.startSeconds(),
                    result.startCpuSeconds(),
                    result.loadAverage());
            if (job.profiled()) {
                say(
                        "%s",
                        HotFrames.of(job.profile(), result.fromMillis(), result.toMillis())
                                .text());
            }
        } catch (IllegalStateException e) {
            fail(what, e);
        }
        clean(clusters);
    }

    private void follow(Clusters clusters, Tool tool, Pace pace, int round) {
        String what = "round " + round + " latency " + tool.name();
        try {
            Job job = job(clusters, "bench-latency-" + (runs + 1), LATENCY_PARTITIONS, Workload.LZ4);
            LatencyResult result = new LatencyRun(clusters, tool, job, pace, plan.limit()).run(round);
            latencies.add(result);
            say(
                    "%s: p50 %.1f ms, p99 %.1f ms (visible at the source: %.1f, %.1f), CPU %.1f s; load %.1f",
                    what,
                    result.target().p50(),
                    result.target().p99(),
                    result.source().p50(),
                    result.source().p99(),
                    result.cpuSeconds(),
                    result.loadAverage());
        } catch (IllegalStateException e) {
            fail(what, e);
        }
        clean(clusters);
    }

    private void fail(String what, IllegalStateException failure) {
        failures.add(what + ": " + failure.getMessage());
        say("%s FAILED: %s", what, String.valueOf(failure.getMessage()));
    }

    private void clean(Clusters clusters) {
        clusters.clean(
                topic -> topics.stream().anyMatch(loaded -> loaded.topic().equals(topic)));
    }

    private Job job(Clusters clusters, String topic, int partitions, Workload workload) {
        runs++;
        Path directory;
        try {
            directory = Files.createDirectories(plan.directory().resolve(Integer.toString(runs)));
            for (String file : List.of("gc.log", "process.log", "profile.jfr")) {
                Files.deleteIfExists(directory.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for a run", e);
        }
        return new Job(
                "s" + runs,
                clusters.source().clientProperties(),
                "t" + runs,
                clusters.target().clientProperties(),
                topic,
                partitions,
                workload.codec(),
                workload.transactional(),
                directory,
                plan.profiled());
    }

    private void say(String format, Object... arguments) {
        progress.accept(String.format(Locale.ROOT, format, arguments));
    }
}
