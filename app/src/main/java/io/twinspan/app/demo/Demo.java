package io.twinspan.app.demo;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The demo, from the start of two clusters to their end.
 *
 * <p>Confined to the calling thread; only {@link #requestStop} may be called by others.
 */
public final class Demo {
    private static final Duration FIRST_RECORD_LIMIT = Duration.ofSeconds(90);
    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_MS = 50;
    private static final long SAY_EVERY_MS = 2_000;
    /** How much the round with a comparison produces, in seconds of each topic's rate. */
    private static final int ROUND_SECONDS = 30;

    private final Consumer<String> say;
    private final String command;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * A demo that speaks line by line.
     *
     * @param command how the user calls the program
     */
    public Demo(Consumer<String> say, String command) {
        this.say = say;
        this.command = command;
    }

    /** Ends the demo soon; from any thread. */
    public void requestStop() {
        stop.countDown();
    }

    /**
     * One round without a keyboard: produces, waits until everything is replicated, compares record by record.
     *
     * @return whether nothing is lost, doubled, reordered or altered
     */
    public boolean once() throws InterruptedException {
        try (DemoClusters clusters = startClusters();
                var load = new DemoLoad(clusters.dc1().clientProperties())) {
            load.start(ROUND_SECONDS, false);
            say.accept("Starting the link dc1->dc2, and producing to dc1 at the same time ...");
            DemoLink link = DemoLink.start(clusters);
            try {
                return round(clusters, load);
            } finally {
                link.close();
            }
        }
    }

    private boolean round(DemoClusters clusters, DemoLoad load) throws InterruptedException {
        var progress = new Progress(clusters.dc2().admin());
        if (!awaitFirst(progress)) {
            say.accept("Nothing was replicated within " + FIRST_RECORD_LIMIT.toSeconds() + " s.");
            return false;
        }
        load.await();
        if (!load.failure().isEmpty()) {
            say.accept("The demo itself failed: " + load.failure());
            return false;
        }
        say.accept(String.format(
                Locale.ROOT,
                "Produced %,d records to dc1, and %,d more in aborted transactions.",
                load.produced(),
                load.aborted()));
        boolean complete = awaitAll(progress, load, CATCH_UP_LIMIT);
        return new DemoVerdict(clusters, say).compare(progress.bytes()) && complete;
    }

    /** Runs until it is told to stop, or for so many seconds if that is not 0. */
    public void run(int seconds) throws InterruptedException {
        try (DemoClusters clusters = startClusters();
                var load = new DemoLoad(clusters.dc1().clientProperties())) {
            load.start(0, true);
            say.accept("Starting the link dc1->dc2, and producers that write to dc1 all the time ...");
            try (DemoLink link = DemoLink.start(clusters)) {
                var progress = new Progress(clusters.dc2().admin());
                if (!awaitFirst(progress)) {
                    say.accept("Nothing was replicated within " + FIRST_RECORD_LIMIT.toSeconds() + " s.");
                    return;
                }
                hints(link);
                new Commentary(progress, load, clusters, say).tellUntil(stop, seconds, SAY_EVERY_MS);
                say.accept("");
                say.accept("Stopping the producers, the link and both clusters ...");
            }
        }
        say.accept("Done. Nothing is left behind.");
    }

    private DemoClusters startClusters() {
        say.accept("Starting two real Kafka clusters in this process, dc1 and dc2, with one broker each ...");
        DemoClusters clusters = DemoClusters.start();
        say.accept("  dc1 at " + clusters.dc1().bootstrapServers() + ", dc2 at "
                + clusters.dc2().bootstrapServers() + seconds(sinceJvmStart()));
        for (DemoTopic topic : DemoTopic.values()) {
            clusters.dc1().createTopic(topic.topic(), topic.partitions(), topic.configs());
            say.accept("  topic " + topic.topic() + " in dc1: " + topic.description());
        }
        return clusters;
    }

    private boolean awaitFirst(Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + FIRST_RECORD_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (total(progress.replicated()) > 0) {
                say.accept("The first records are in dc2" + seconds(sinceJvmStart()) + ".");
                return true;
            }
            if (stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    private boolean awaitAll(Progress progress, DemoLoad load, Duration limit) throws InterruptedException {
        long begun = System.nanoTime();
        while (total(progress.replicated()) < load.produced()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                say.accept(String.format(
                        Locale.ROOT,
                        "After %d s dc2 still has only %,d of them.",
                        limit.toSeconds(),
                        total(progress.replicated())));
                return false;
            }
            if (stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        say.accept(
                "All of them are in dc2" + seconds(sinceJvmStart()) + ". Comparing the clusters, record by record ...");
        return true;
    }

    private void hints(DemoLink link) {
        for (String line : List.of(
                "",
                "Try this in another terminal:",
                "  " + command + " status " + link.file() + " --watch",
                "  " + command + " check " + link.file(),
                "")) {
            say.accept(line);
        }
    }

    static long total(Map<DemoTopic, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Duration sinceJvmStart() {
        return Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private static String seconds(Duration since) {
        return String.format(Locale.ROOT, ", %.1f s after the start", since.toMillis() / 1000.0);
    }
}
