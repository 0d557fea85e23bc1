package io.twinspan.bench.report;

import io.twinspan.bench.latency.LatencyResult;
import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.measure.CopyResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Results as text for a terminal. Confined to one thread. */
public final class TextReport {
    private static final List<String> OURS = List.of("twinspan", "link");
    private static final List<String> THEIRS = List.of("mm2-tuned", "mm2-default");

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Results results) {
        this.results = results;
    }

    /** Medians, with lowest and highest in parentheses, and ratios of medians. */
    public static String of(Results results) {
        return new TextReport(results).write();
    }

    private String write() {
        line(
                "%s, %d cores, %.1f GB, %s, %s, Kafka %s, %s; medians (lowest-highest)",
                results.machine().cpu(),
                results.machine().cores(),
                results.machine().memoryGigabytes(),
                results.machine().kernel(),
                results.machine().jvm(),
                results.machine().kafka(),
                results.security());
        results.topics().forEach(this::copies);
        latencies();
        results.failures().forEach(failure -> line("%nFAILED %s", failure));
        return text.toString();
    }

    private void copies(LoadedTopic topic) {
        String label = topic.workload().label();
        List<CopyResult> all =
                results.copies().stream().filter(c -> c.topic().equals(label)).toList();
        if (all.isEmpty()) {
            return;
        }
        line(
                "%n%s: %,d records, %.3f GB on the wire, %.3f GB of keys and values, %.0f bytes a record on the wire",
                topic.topic(),
                topic.records(),
                topic.gigabytes(),
                topic.payloadBytes() / 1e9,
                (double) topic.wireBytes() / topic.records());
        Table table = new Table(
                "",
                "wall s",
                "records/s",
                "MB/s",
                "CPU s",
                "in kernel",
                "app/gc/jit",
                "CPU s/GB",
                "busiest thread s",
                "brokers' CPU s",
                "peak RSS MB",
                "allocated MB",
                "start s",
                "start CPU s",
                "stored MB");
        for (String tool : tools(all)) {
            row(table, tool, of(all, tool));
        }
        text.append(table.text());
        for (String ours : OURS) {
            THEIRS.forEach(theirs -> copyRatios(ours, of(all, ours), theirs, of(all, theirs)));
        }
    }

    private static void row(Table table, String tool, List<CopyResult> runs) {
        table.row(
                tool,
                spread(runs, CopyResult::wallSeconds).text(),
                Spread.number(median(runs, CopyResult::recordsPerSecond)),
                Spread.number(median(runs, CopyResult::megabytesPerSecond)),
                spread(runs, run -> run.cpu().total()).text(),
                Spread.number(median(runs, run -> run.cpu().kernel())),
                Spread.number(median(runs, run -> run.cpu().app())) + "/"
                        + Spread.number(median(runs, run -> run.cpu().gc())) + "/"
                        + Spread.number(median(runs, run -> run.cpu().jit())),
                spread(runs, CopyResult::cpuSecondsPerGigabyte).text(),
                Spread.number(median(runs, run -> run.cpu().busiestSeconds())),
                Spread.number(median(runs, CopyResult::sourceBrokerCpuSeconds)) + " + "
                        + Spread.number(median(runs, CopyResult::targetBrokerCpuSeconds)),
                Spread.number(median(runs, run -> run.peakRssBytes() / 1e6)),
                allocated(runs),
                Spread.number(median(runs, CopyResult::startSeconds)),
                Spread.number(median(runs, CopyResult::startCpuSeconds)),
                Spread.number(median(runs, run -> run.targetWireBytes() / 1e6)));
    }

    /** Between two collections nobody counts; a run without one has allocated less than a young generation. */
    private static String allocated(List<CopyResult> runs) {
        return median(runs, run -> run.collections()) < 1
                ? "(no GC)"
                : Spread.number(median(runs, run -> run.allocatedBytes() / 1e6));
    }

    private void copyRatios(String ours, List<CopyResult> a, String theirs, List<CopyResult> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return;
        }
        line(
                "  %s : %s   throughput %.1f times, CPU 1/%.1f (without compilers 1/%.1f), brokers' CPU %.2f times, memory 1/%.1f",
                ours,
                theirs,
                median(b, CopyResult::wallSeconds) / median(a, CopyResult::wallSeconds),
                median(b, run -> run.cpu().total()) / median(a, run -> run.cpu().total()),
                median(b, run -> run.cpu().app() + run.cpu().gc())
                        / median(a, run -> run.cpu().app() + run.cpu().gc()),
                median(a, run -> run.sourceBrokerCpuSeconds() + run.targetBrokerCpuSeconds())
                        / median(b, run -> run.sourceBrokerCpuSeconds() + run.targetBrokerCpuSeconds()),
                median(b, run -> (double) run.peakRssBytes()) / median(a, run -> (double) run.peakRssBytes()));
    }

    private void latencies() {
        List<LatencyResult> all = results.latencies();
        if (all.isEmpty()) {
            return;
        }
        line(
                "%nlatency at %,d records/s, ms from produce until visible",
                all.get(0).recordsPerSecond());
        Table table = new Table(
                "",
                "source p50",
                "source p99",
                "target p50",
                "target p90",
                "target p99",
                "target p99.9",
                "target p50 - source p50",
                "CPU s/min",
                "peak RSS MB");
        Set<String> tools = new LinkedHashSet<>();
        all.forEach(run -> tools.add(run.tool()));
        for (String tool : tools) {
            List<LatencyResult> runs =
                    all.stream().filter(run -> run.tool().equals(tool)).toList();
            table.row(
                    tool,
                    latency(runs, run -> run.source().p50()),
                    latency(runs, run -> run.source().p99()),
                    latency(runs, run -> run.target().p50()),
                    latency(runs, run -> run.target().p90()),
                    latency(runs, run -> run.target().p99()),
                    latency(runs, run -> run.target().p999()),
                    latency(runs, run -> run.target().p50() - run.source().p50()),
                    latency(runs, run -> run.cpuSeconds() * 60 / run.measuredSeconds()),
                    latency(runs, run -> run.peakRssBytes() / 1e6));
        }
        text.append(table.text());
    }

    private static String latency(List<LatencyResult> runs, ToDoubleFunction<LatencyResult> figure) {
        return Spread.of(runs.stream().map(figure::applyAsDouble).toList()).text();
    }

    private static List<String> tools(List<CopyResult> runs) {
        List<String> tools = new ArrayList<>();
        for (CopyResult run : runs) {
            if (!tools.contains(run.tool())) {
                tools.add(run.tool());
            }
        }
        return tools.stream().sorted().toList();
    }

    private static List<CopyResult> of(List<CopyResult> runs, String tool) {
        return runs.stream().filter(run -> run.tool().equals(tool)).toList();
    }

    private static Spread spread(List<CopyResult> runs, ToDoubleFunction<CopyResult> figure) {
        return Spread.of(runs.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<CopyResult> runs, ToDoubleFunction<CopyResult> figure) {
        return spread(runs, figure).median();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
