package io.twinspan.bench.faults.scene;

import io.twinspan.testkit.cluster.ProcessCluster;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Two clusters of broker processes and the line between them. All of it goes when it is closed, or when this JVM ends otherwise.
 *
 * <p>Confined to one thread, but for {@link #close}.
 */
public final class Stage implements AutoCloseable {
    /**
     * What is wanted. Immutable.
     *
     * @param root the project's directory
     * @param wan whether the line is a long-distance one between namespaces
     * @param smallDisk whether a broker of the target has a disk that can be filled
     * @param sessionTimeoutMs after which the controller takes a silent broker for dead
     */
    public record Wanted(Path root, int brokers, boolean wan, boolean smallDisk, int sessionTimeoutMs) {}

    /** One way; within a continent. */
    private static final int DELAY_MS = 10;

    private static final int MEGABITS = 1_000;

    /** The target's broker whose disk is small. */
    public static final int SMALL_BROKER = 1;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = new Thread(this::closeAll, "twinspan-faults-cleanup");
    private final Wanted wanted;
    private final @Nullable WanLine wan;
    private final @Nullable SmallDisk disk;
    private final ProcessCluster source;
    private final ProcessCluster target;
    private final Line line;
    private int acts;

    private Stage(Wanted wanted) {
        this.wanted = wanted;
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            wan = wanted.wan() ? keep(WanLine.open(wanted.root(), DELAY_MS, MEGABITS)) : null;
            disk = wanted.smallDisk() && SmallDisk.missing().isEmpty() ? keep(SmallDisk.mount()) : null;
            var other = CompletableFuture.supplyAsync(() -> keep(cluster("dc2", 1)));
            source = keep(cluster("dc1", 0));
            target = other.join();
            line = wan != null ? wan : new ProxyLine(source);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all of it. */
    public static Stage start(Wanted wanted) {
        return new Stage(wanted);
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private ProcessCluster cluster(String name, int end) {
        ProcessCluster.Builder cluster = ProcessCluster.builder(name)
                .brokers(wanted.brokers())
                .setting("broker.session.timeout.ms", Integer.toString(wanted.sessionTimeoutMs()))
                .setting("broker.heartbeat.interval.ms", Integer.toString(wanted.sessionTimeoutMs() / 5))
                .setting("log.segment.delete.delay.ms", "500")
                .setting("min.insync.replicas", "1")
                .jvmOptions("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        if (wan != null) {
            cluster.host(wan.address(end)).launcher(wan.launcher(end));
        } else if (end == 0) {
            cluster.proxied();
        }
        if (end == 1 && disk != null) {
            cluster.directory(SMALL_BROKER, disk.logs());
        }
        return cluster.start();
    }

    public ProcessCluster source() {
        return source;
    }

    public ProcessCluster target() {
        return target;
    }

    public Line line() {
        return line;
    }

    /** The disk of the target's broker {@link #SMALL_BROKER}, where this machine allows one. */
    public Optional<SmallDisk> disk() {
        return Optional.ofNullable(disk);
    }

    /** The address on which programs beside the target listen. */
    String targetHost() {
        return wan == null ? "127.0.0.1" : wan.address(1);
    }

    /** What starts a program beside the target. */
    List<String> targetLauncher() {
        return wan == null ? List.of() : wan.launcher(1);
    }

    /** The project's directory, where the tools are. */
    Path root() {
        return wanted.root();
    }

    int brokers() {
        return wanted.brokers();
    }

    /** A number that no act before had. */
    int nextAct() {
        return ++acts;
    }

    /** Whether all brokers run, so that another act may follow. */
    public boolean isWhole() {
        return List.of(source, target).stream()
                .allMatch(cluster -> cluster.brokerIds().stream().allMatch(cluster::isAlive));
    }

    /** Removes every topic but Kafka's own, of both clusters, and waits until they are gone. */
    public void clear() {
        for (ProcessCluster cluster : List.of(source, target)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            List<String> left = List.of("?");
            while (!left.isEmpty()) {
                try {
                    left = cluster.admin().listTopics().names().get(20, TimeUnit.SECONDS).stream()
                            .filter(topic -> !topic.startsWith("__"))
                            .toList();
                    cluster.admin().deleteTopics(left).all().get(20, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    // What was deleted meanwhile is unknown to a repeated request.
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException("cannot clear cluster " + cluster.name() + ": " + e, e);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException expected) {
            return;
        }
    }

    private void closeAll() {
        if (closed.getAndSet(true)) {
            return;
        }
        List<AutoCloseable> all;
        synchronized (this) {
            all = List.copyOf(parts);
        }
        RuntimeException failure = null;
        for (AutoCloseable part : all) {
            try {
                part.close();
            } catch (Exception e) {
                failure = new IllegalStateException("not all was removed: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
