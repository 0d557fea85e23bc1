package io.twinspan.bench.measure;

import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.load.NewTopics;
import io.twinspan.bench.load.StoredSize;
import io.twinspan.bench.tool.Job;
import io.twinspan.bench.tool.Surroundings;
import io.twinspan.bench.tool.Tool;
import io.twinspan.testkit.process.JavaProcess;
import java.time.Duration;
import java.util.List;

/**
 * One program copying one topic from its first record to its last, in a process of its own, into a topic that is new and empty.
 *
 * <p>There is a result only if every partition has exactly the records it must have, and still has a second later.
 *
 * <p>Confined to one thread.
 */
public final class CopyRun {
    private static final long LOOK_MS = 20;
    private static final long THREADS_MS = 400;
    private static final long SETTLE_MS = 1_000;
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Clusters clusters;
    private final Tool tool;
    private final LoadedTopic topic;
    private final Job job;
    private final Duration limit;

    /** The end of the run must come within the limit. */
    public CopyRun(Clusters clusters, Tool tool, LoadedTopic topic, Job job, Duration limit) {
        this.clusters = clusters;
        this.tool = tool;
        this.topic = topic;
        this.job = job;
        this.limit = limit;
    }

    /** One moment of a run. */
    private record Moment(long nanos, long millis, double processCpu, double sourceCpu, double targetCpu) {}

    /** Runs it. */
    public CopyResult run(int round) {
        double load = LoadAverage.now();
        NewTopics.create(clusters.target(), job.targetTopic(), topic.partitions());
        try (TargetWatch watch = new TargetWatch(clusters.target(), job.targetTopic(), topic.partitions())) {
            watch.visible();
            long begun = System.nanoTime();
            try (JavaProcess process = tool.start(job, Surroundings.NONE)) {
                ThreadCpu threads = new ThreadCpu(process.pid());
                Moment first = awaitVisible(watch, process, threads, begun, 1);
                threads.mark();
                Moment last = awaitVisible(watch, process, threads, begun, topic.records());
                CpuTimes cpu = threads.sinceMark();
                long peakRss = process.peakRssBytes();
                verify(watch);
                if (job.profiled()) {
                    process.stop(STOP);
                }
                GcLog collector = GcLog.read(job.gcLog());
                return new CopyResult(
                        tool.name(),
                        topic.workload().label(),
                        round,
                        load,
                        first.millis(),
                        last.millis(),
                        (first.nanos() - begun) / 1e9,
                        first.processCpu(),
                        (last.nanos() - first.nanos()) / 1e9,
                        topic.records(),
                        topic.wireBytes(),
                        new StoredSize(clusters.target()).bytes(job.targetTopic()),
                        cpu,
                        last.sourceCpu() - first.sourceCpu(),
                        last.targetCpu() - first.targetCpu(),
                        peakRss,
                        collector.allocatedBytes(first.millis(), last.millis()),
                        collector.pauses(first.millis(), last.millis()));
            }
        }
    }

    private Moment awaitVisible(TargetWatch watch, JavaProcess process, ThreadCpu threads, long begun, long wanted) {
        long threadsLooked = System.nanoTime();
        long visible = 0;
        while (true) {
            visible = watch.visible().stream().mapToLong(Long::longValue).sum();
            if (visible >= wanted) {
                return moment(process);
            }
            if (!process.isAlive()) {
                throw new IllegalStateException(tool.name() + " ended after " + visible + " of " + topic.records()
                        + " records:\n" + process.logTail());
            }
            long now = System.nanoTime();
            if (now - begun > limit.toNanos()) {
                throw new IllegalStateException(tool.name() + " had copied " + visible + " of " + topic.records()
                        + " records after " + limit.toSeconds() + " s:\n" + process.logTail());
            }
            if (now - threadsLooked > THREADS_MS * 1_000_000 && wanted > 1) {
                threads.sample();
                threadsLooked = now;
            }
            Pause.ofMillis(LOOK_MS);
        }
    }

    private Moment moment(JavaProcess process) {
        return new Moment(
                System.nanoTime(),
                System.currentTimeMillis(),
                process.cpuSeconds(),
                clusters.sourceCpuSeconds(),
                clusters.targetCpuSeconds());
    }

    private void verify(TargetWatch watch) {
        Pause.ofMillis(SETTLE_MS);
        List<Long> visible = watch.visible();
        if (!visible.equals(topic.visible())) {
            throw new IllegalStateException(tool.name() + " copied " + visible + " records of " + topic.topic()
                    + " into its partitions; there must be " + topic.visible());
        }
    }
}
