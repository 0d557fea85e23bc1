package io.twinspan.bench.measure;

import io.twinspan.testkit.cluster.KafkaCluster;
import io.twinspan.testkit.cluster.ProcessCluster;
import io.twinspan.testkit.cluster.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Source and target: one broker process each, with the heap that Kafka's script gives a broker. Thread-safe. */
public final class Clusters implements AutoCloseable {
    /** Of a broker; {@code kafka-server-start.sh} and {@code kafka-run-class.sh} of Kafka 4.3.1. */
    public static final List<String> BROKER_OPTIONS = List.of(
            "-Xms1G",
            "-Xmx1G",
            "-server",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-XX:MaxInlineLevel=15",
            "-Djava.awt.headless=true");

    private static final List<String> SMALL_OPTIONS =
            List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Kafka's own, where test clusters have smaller ones. */
    private static final Map<String, String> SETTINGS = Map.of(
            "num.network.threads", "3",
            "num.io.threads", "8",
            "log.segment.delete.delay.ms", "500",
            "log.retention.ms", "-1",
            "socket.send.buffer.bytes", "102400",
            "socket.receive.buffer.bytes", "102400");

    private static final Duration CLEAN = Duration.ofSeconds(90);

    private final ProcessCluster source;
    private final ProcessCluster target;
    private final Thread hook = new Thread(this::closeAll, "bench-clusters-closer");

    private Clusters(ProcessCluster source, ProcessCluster target) {
        this.source = source;
        this.target = target;
        // A benchmark that is broken off must not leave gigabytes behind.
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts both; small ones for tests that measure nothing. */
    public static Clusters start(boolean small, Security security) {
        ProcessCluster source = start("bench-source", small, security);
        try {
            return new Clusters(source, start("bench-target", small, security));
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static ProcessCluster start(String name, boolean small, Security security) {
        ProcessCluster.Builder cluster = ProcessCluster.builder(name)
                .security(security)
                .jvmOptions((small ? SMALL_OPTIONS : BROKER_OPTIONS).toArray(String[]::new));
        SETTINGS.forEach(cluster::setting);
        return cluster.start();
    }

    public ProcessCluster source() {
        return source;
    }

    public ProcessCluster target() {
        return target;
    }

    public double sourceCpuSeconds() {
        return source.cpuSeconds(0);
    }

    public double targetCpuSeconds() {
        return target.cpuSeconds(0);
    }

    /** Removes all that a run left: every topic of the target, and those of the source that are not to be kept. */
    public void clean(Predicate<String> keptInSource) {
        delete(target, topic -> true);
        delete(source, keptInSource.negate());
    }

    private static void delete(KafkaCluster cluster, Predicate<String> unwanted) {
        long deadline = System.nanoTime() + CLEAN.toNanos();
        List<String> left = List.of("?");
        while (!left.isEmpty()) {
            try {
                left = cluster.admin().listTopics().names().get(20, TimeUnit.SECONDS).stream()
                        .filter(unwanted)
                        .toList();
                cluster.admin().deleteTopics(left).all().get(20, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // A busy broker answers late, and what was deleted meanwhile is unknown to the repeated request.
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("cannot clean cluster " + cluster.name() + ": " + e, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException expected) {
            // This JVM is going down, and the hook with it.
            return;
        }
    }

    private void closeAll() {
        source.close();
        target.close();
    }
}
