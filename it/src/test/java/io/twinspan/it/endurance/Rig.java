package io.twinspan.it.endurance;

import io.twinspan.it.app.Cli;
import io.twinspan.it.app.TwinspanProcess;
import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.leak.LeakCheck;
import io.twinspan.testkit.load.Load;
import io.twinspan.testkit.process.JavaProcess;
import io.twinspan.testkit.record.SizedRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two clusters of broker processes, a load on the first, the file of a link to the second, and the processes that run it. What the
 * processes say is kept in {@code target/kills}.
 *
 * <p>Confined to the test's thread.
 */
final class Rig implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rig.class);
    private static final long LOOK_EVERY_MS = 50;

    /** After a fault, copying goes on within this time; far above what it takes, since machines may be busy. */
    static final Duration HANGS = Duration.ofMinutes(2);

    private final LeakCheck leaks = LeakCheck.begin().expectErrors(".*");
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<JavaProcess> processes = new ArrayList<>();
    private final String name;
    private final Path directory;
    private final Random random;
    private final ProcessCluster source;
    private final ProcessCluster target;
    private final Path file;
    private final long seed;
    private final SizedRecords compacted;
    private @Nullable Load load;
    private final Gauge gauge;

    private Rig(String name, long seed, int brokers, Map<String, String> more) throws IOException {
        this.name = name;
        random = new Random(seed);
        directory = Files.createDirectories(Path.of("target", "kills", name)).toAbsolutePath();
        for (String old : List.of("one.log", "two.log", "findings.txt")) {
            Files.deleteIfExists(directory.resolve(old));
        }
        var other = CompletableFuture.supplyAsync(() -> cluster("dc2", brokers));
        source = cluster("dc1", brokers);
        target = other.join();
        file = file(directory, brokers, more);
        gauge = new Gauge(source, target, file);
        this.seed = seed;
        compacted = Streams.compacted(seed);
        LOGGER.info("{}: seed {}; logs in {}", name, seed, directory);
    }

    /** Starts clusters and load. */
    static Rig start(String name, int brokers, Map<String, String> more) {
        Rig rig;
        try {
            rig = new Rig(name, Long.getLong("seed", System.nanoTime() % 1_000_000), brokers, more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            rig.load = Streams.start(rig.source, rig.seed, rig.compacted);
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    private static ProcessCluster cluster(String name, int brokers) {
        return ProcessCluster.builder(name)
                .brokers(brokers)
                .jvmOptions("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .start();
    }

    private Path file(Path directory, int brokers, Map<String, String> more) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("clusters", "dc1, dc2");
        properties.put("dc1.bootstrap.servers", source.bootstrapServers());
        properties.put("dc2.bootstrap.servers", target.bootstrapServers());
        properties.put("dc1->dc2.enabled", "true");
        properties.put("dc1->dc2.topics", Streams.PREFIX + ".*");
        properties.put("refresh.topics.interval.seconds", "5");
        properties.put("emit.heartbeats.enabled", "false");
        // The copy of the compacted topic keeps everything, so that it can be seen that nothing came twice.
        properties.put(
                "config.properties.exclude", "cleanup\\.policy, min\\.cleanable\\.dirty\\.ratio, segment\\.bytes");
        properties.putAll(Cli.replicas(brokers));
        properties.putAll(more);
        return Cli.file(directory, properties);
    }

    Random random() {
        return random;
    }

    ProcessCluster source() {
        return source;
    }

    ProcessCluster target() {
        return target;
    }

    Gauge gauge() {
        return gauge;
    }

    /** Starts a process of the link; the same name continues the same log. */
    JavaProcess launch(String processName) {
        JavaProcess process = TwinspanProcess.run(name + "-" + processName, file, log(processName));
        processes.add(process);
        return process;
    }

    /** Where a process says what it does, over all its runs. */
    Path log(String processName) {
        return directory.resolve(processName + ".log");
    }

    /** Lets so much time pass, at random up to the bound. */
    void letPass(long boundMs) {
        await(random.nextInt((int) boundMs));
    }

    /** Lets so much time pass. */
    void await(long ms) {
        try {
            never.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Watches until something has happened; fails if it does not, or if a process ends by itself. */
    void watch(Recovery recovery, String what, BooleanSupplier happened) {
        recovery.look();
        while (!happened.getAsBoolean()) {
            if (recovery.elapsedMs() > HANGS.toMillis()) {
                throw new AssertionError(name + ": after " + HANGS.toSeconds() + " s still not: " + what + "; "
                        + recovery + "\n" + tails());
            }
            requireAlive();
            await(LOOK_EVERY_MS);
            recovery.look();
        }
    }

    /** Watches for so long. */
    void watch(Recovery recovery, long ms) {
        long end = recovery.elapsedMs() + ms;
        watch(recovery, "the time is over", () -> recovery.elapsedMs() >= end);
    }

    /** Kills a process of the link with -9. */
    void kill(JavaProcess process) {
        processes.remove(process);
        process.kill9();
    }

    private void requireAlive() {
        for (JavaProcess process : processes) {
            if (!process.isAlive()) {
                throw new AssertionError(process + " ended by itself:\n" + process.logTail());
            }
        }
    }

    /** The last words of all processes. */
    String tails() {
        var tails = new StringBuilder();
        processes.forEach(process ->
                tails.append(process).append(":\n").append(process.logTail()).append('\n'));
        return tails.toString();
    }

    /** Ends the load, waits until all of it is copied, and compares both sides record by record. */
    void verify() {
        Load written = Objects.requireNonNull(load);
        written.close();
        requireAlive();
        new Verdict(source, target, compacted, directory).await(HANGS, this);
        LOGGER.info(
                "{}: {} records were acknowledged by the source, and all comparisons are equal",
                name,
                written.acknowledged());
        for (JavaProcess process : List.copyOf(processes)) {
            processes.remove(process);
            int exitCode = process.stop(Duration.ofSeconds(60));
            if (exitCode != 0) {
                throw new AssertionError(process + " ended with " + exitCode + ":\n" + process.logTail());
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
        try {
            if (load != null) {
                load.close();
            }
        } finally {
            target.close();
            source.close();
        }
        leaks.verify();
    }
}
