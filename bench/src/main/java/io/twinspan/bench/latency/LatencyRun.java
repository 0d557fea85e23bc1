package io.twinspan.bench.latency;

import io.twinspan.bench.load.NewTopics;
import io.twinspan.bench.measure.Clusters;
import io.twinspan.bench.measure.LoadAverage;
import io.twinspan.bench.measure.Pause;
import io.twinspan.bench.tool.Job;
import io.twinspan.bench.tool.Surroundings;
import io.twinspan.bench.tool.Tool;
import io.twinspan.testkit.process.JavaProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One program following a topic that is written at a steady rate. There is a result only if both readers saw every record once.
 * Confined to one thread.
 */
public final class LatencyRun {
    private static final long CATCH_UP_SECONDS = 20;

    private final Clusters clusters;
    private final Tool tool;
    private final Job job;
    private final Pace pace;
    private final Duration startLimit;

    /** The program must have copied a first record within the limit. */
    public LatencyRun(Clusters clusters, Tool tool, Job job, Pace pace, Duration startLimit) {
        this.clusters = clusters;
        this.tool = tool;
        this.job = job;
        this.pace = pace;
        this.startLimit = startLimit;
    }

    /** Runs it. */
    public LatencyResult run(int round) {
        double load = LoadAverage.now();
        NewTopics.create(clusters.source(), job.topic(), job.partitions());
        NewTopics.create(clusters.target(), job.targetTopic(), job.partitions());
        StampReader source = new StampReader(clusters.source(), job.topic(), job.partitions());
        StampReader target = new StampReader(clusters.target(), job.targetTopic(), job.partitions());
        try (source;
                target;
                SteadyProducer producer = new SteadyProducer(clusters.source(), job.topic(), job.partitions());
                JavaProcess process = tool.start(job, Surroundings.NONE)) {
            awaitStart(producer, target, process);
            long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(pace.warmUpSeconds());
            long end = begin + TimeUnit.SECONDS.toNanos(pace.measuredSeconds());
            source.window(begin, end);
            target.window(begin, end);
            producer.sendUntil(begin, pace.recordsPerSecond());
            double cpu = process.cpuSeconds();
            double sourceCpu = clusters.sourceCpuSeconds();
            double targetCpu = clusters.targetCpuSeconds();
            producer.sendUntil(end, pace.recordsPerSecond());
            cpu = process.cpuSeconds() - cpu;
            sourceCpu = clusters.sourceCpuSeconds() - sourceCpu;
            targetCpu = clusters.targetCpuSeconds() - targetCpu;
            awaitAll(producer.sent(), source, target, process);
            long rss = process.peakRssBytes();
            source.close();
            target.close();
            return new LatencyResult(
                    tool.name(),
                    round,
                    load,
                    pace.recordsPerSecond(),
                    pace.measuredSeconds(),
                    source.percentiles(),
                    target.percentiles(),
                    cpu,
                    sourceCpu,
                    targetCpu,
                    rss);
        }
    }

    private void awaitStart(SteadyProducer producer, StampReader target, JavaProcess process) {
        long deadline = System.nanoTime() + startLimit.toNanos();
        for (int i = 0; target.seen() == 0; i++) {
            if (i % 10 == 0) {
                producer.send();
            }
            check(process, deadline, "its first record");
        }
    }

    private void awaitAll(long sent, StampReader source, StampReader target, JavaProcess process) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
        while (source.seen() < sent || target.seen() < sent) {
            check(process, deadline, "all of " + sent + " records (" + target.seen() + " are there)");
        }
        Pause.ofMillis(300);
        if (source.seen() != sent || target.seen() != sent) {
            throw new IllegalStateException(
                    tool.name() + ": of " + sent + " records the target has " + target.seen() + ", some of them twice");
        }
    }

    private void check(JavaProcess process, long deadline, String wanted) {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    tool.name() + " ended before it had copied " + wanted + ":\n" + process.logTail());
        }
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                    tool.name() + " did not copy " + wanted + " in time:\n" + process.logTail());
        }
        Pause.ofMillis(20);
    }
}
