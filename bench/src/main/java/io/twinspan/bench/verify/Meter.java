package io.twinspan.bench.verify;

import io.twinspan.bench.measure.Clusters;
import io.twinspan.bench.measure.CpuTimes;
import io.twinspan.bench.measure.LoadAverage;
import io.twinspan.bench.measure.Pause;
import io.twinspan.bench.measure.ThreadCpu;
import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.process.ProcessStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Measures a process from its start to its end, and the brokers meanwhile. How much CPU it used in all is known exactly, once it has ended; by which threads, and how much
 * memory, up to a look before that. Confined to one thread; no other child may end meanwhile.
 */
final class Meter {
    private static final int BROKER = 0;
    private static final long LOOK_MS = 5;
    private static final long THREADS_MS = 100;
    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISK = 5;
    private static final int GUESTS = 9;
    private static final CpuTimes NOTHING = new CpuTimes(0, 0, 0, 0, 0, "", 0);

    private final Clusters clusters;
    private final Duration limit;

    /** @param limit within which the process must end */
    Meter(Clusters clusters, Duration limit) {
        this.clusters = clusters;
        this.limit = limit;
    }

    /** One moment. Immutable. */
    private record Moment(
            long nanos, long millis, double ended, double busy, Cost.BrokerCost source, Cost.BrokerCost target) {}

    /** A process that has ended. Immutable. */
    record Ended(int exitCode, Cost cost) {}

    /** Starts it, and waits until it ends. */
    Ended run(Supplier<JavaProcess> start) {
        double load = LoadAverage.now();
        Moment from = now();
        try (JavaProcess process = start.get()) {
            ThreadCpu threads = new ThreadCpu(process.pid());
            CpuTimes seen = NOTHING;
            long peakRss = 0;
            long looked = from.nanos();
            while (process.isAlive()) {
                long now = System.nanoTime();
                if (now - from.nanos() > limit.toNanos()) {
                    throw new IllegalStateException(
                            process + " did not end within " + limit.toSeconds() + " s:\n" + process.logTail());
                }
                if (now - looked >= THREADS_MS * 1_000_000) {
                    looked = now;
                    try {
                        seen = threads.sinceMark();
                        peakRss = process.peakRssBytes();
                    } catch (IllegalStateException | UncheckedIOException expected) {
                        // It has just ended; what was seen of it stays.
                        continue;
                    }
                }
                Pause.ofMillis(LOOK_MS);
            }
            Moment to = now();
            return new Ended(process.awaitExit(limit), cost(load, from, to, seen, peakRss));
        }
    }

    private static Cost cost(double load, Moment from, Moment to, CpuTimes seen, long peakRss) {
        double wall = (to.nanos() - from.nanos()) / 1e9;
        double total = to.ended() - from.ended();
        return new Cost(
                load,
                from.millis(),
                to.millis(),
                wall,
                new CpuTimes(
                        total,
                        seen.kernel(),
                        Math.max(0, total - seen.gc() - seen.jit()),
                        seen.gc(),
                        seen.jit(),
                        seen.busiest(),
                        seen.busiestSeconds()),
                peakRss,
                difference(from.source(), to.source()),
                difference(from.target(), to.target()),
                (to.busy() - from.busy()) / wall);
    }

    private static Cost.BrokerCost difference(Cost.BrokerCost from, Cost.BrokerCost to) {
        return new Cost.BrokerCost(to.cpuSeconds() - from.cpuSeconds(), to.diskBytes() - from.diskBytes());
    }

    private Moment now() {
        return new Moment(
                System.nanoTime(),
                System.currentTimeMillis(),
                ProcessStatistics.endedChildrenCpuSeconds(
                        ProcessHandle.current().pid()),
                busySeconds(stat()),
                broker(clusters.source()),
                broker(clusters.target()));
    }

    private static Cost.BrokerCost broker(ProcessCluster cluster) {
        return new Cost.BrokerCost(cluster.cpuSeconds(BROKER), ProcessStatistics.diskReadBytes(cluster.pid(BROKER)));
    }

    private static String stat() {
        try {
            return Files.readString(Path.of("/proc/stat"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/stat", e);
        }
    }

    /** CPU seconds of all cores since the machine started that were not idle, of the first line of {@code /proc/stat}. */
    static double busySeconds(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        long all = Arrays.stream(fields, 1, Math.min(fields.length, GUESTS))
                .mapToLong(Long::parseLong)
                .sum();
        long idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITING_FOR_DISK]);
        return (all - idle) / TICKS_PER_SECOND;
    }
}
