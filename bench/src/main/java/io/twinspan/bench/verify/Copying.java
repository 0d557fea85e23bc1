package io.twinspan.bench.verify;

import io.twinspan.bench.load.LoadedTopic;
import io.twinspan.bench.load.NewTopics;
import io.twinspan.bench.load.StoredSize;
import io.twinspan.bench.measure.Clusters;
import io.twinspan.bench.measure.Pause;
import io.twinspan.bench.measure.TargetWatch;
import io.twinspan.bench.tool.Job;
import io.twinspan.bench.tool.Surroundings;
import io.twinspan.bench.tool.Twinspan;
import io.twinspan.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Has Twinspan copy a topic whole, and end in order, so that its positions are stored. Confined to one thread. */
final class Copying {
    private static final String SOURCE = "dc1";
    private static final String TARGET = "dc2";
    private static final long LOOK_MS = 100;
    private static final long TELL_MS = 10_000;
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Clusters clusters;
    private final VerifyPlan plan;

    Copying(Clusters clusters, VerifyPlan plan) {
        this.clusters = clusters;
        this.plan = plan;
    }

    /** Copies it; how many records are there is told now and then. */
    Copied copy(LoadedTopic topic, LongConsumer progress) {
        Job job = job(topic);
        NewTopics.create(
                clusters.target(),
                job.targetTopic(),
                topic.partitions(),
                plan.unpacked() ? Map.of("compression.type", "uncompressed") : Map.of());
        // The link would give the copy the source's settings.
        var surroundings = new Surroundings(Map.of("sync.topic.configs.enabled", "false"), List.of(), Map.of());
        try (JavaProcess process = Twinspan.of(plan.root()).start(job, surroundings);
                TargetWatch watch = new TargetWatch(clusters.target(), job.targetTopic(), topic.partitions())) {
            await(watch, process, topic.records(), progress);
            process.stop(STOP);
            if (!watch.visible().equals(topic.visible())) {
                throw new IllegalStateException("the partitions of the copy have " + watch.visible()
                        + " records; there must be " + topic.visible());
            }
        }
        return new Copied(
                topic,
                job,
                clusters.source().bootstrapServers(),
                clusters.target().bootstrapServers(),
                new StoredSize(clusters.target()).bytes(job.targetTopic()));
    }

    private void await(TargetWatch watch, JavaProcess process, long wanted, LongConsumer progress) {
        long begun = System.nanoTime();
        long told = begun;
        for (long visible = 0; visible < wanted; ) {
            visible = watch.visible().stream().mapToLong(Long::longValue).sum();
            long now = System.nanoTime();
            if (!process.isAlive() || now - begun > plan.limit().toNanos()) {
                throw new IllegalStateException(
                        "Twinspan had copied " + visible + " of " + wanted + " records:\n" + process.logTail());
            }
            if (now - told > TELL_MS * 1_000_000) {
                told = now;
                progress.accept(visible);
            }
            Pause.ofMillis(LOOK_MS);
        }
    }

    private Job job(LoadedTopic topic) {
        Path directory = plan.directory();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        return new Job(
                SOURCE,
                clusters.source().clientProperties(),
                TARGET,
                clusters.target().clientProperties(),
                topic.topic(),
                topic.partitions(),
                topic.workload().codec(),
                topic.workload().transactional(),
                directory,
                plan.profiled());
    }
}
