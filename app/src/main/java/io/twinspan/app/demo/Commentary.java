package io.twinspan.app.demo;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says every few seconds what happens between the two clusters, and what it means. Confined to the calling thread. */
final class Commentary {
    private static final int NEW_TOPIC_AT_SECONDS = 8;
    private static final String NEW_TOPIC = "demo-new";
    private static final double MEGA = 1e6;

    private final Progress progress;
    private final DemoLoad load;
    private final DemoClusters clusters;
    private final Consumer<String> say;
    private boolean created;
    private boolean seen;

    Commentary(Progress progress, DemoLoad load, DemoClusters clusters, Consumer<String> say) {
        this.progress = progress;
        this.load = load;
        this.clusters = clusters;
        this.say = say;
    }

    /** Until the latch opens, or for so many seconds if that is not 0. */
    void tellUntil(CountDownLatch stop, int seconds, long everyMs) throws InterruptedException {
        say.accept("  produced: acknowledged by dc1.  replicated: in dc2 by dc2's own count.  behind: the difference.");
        long begun = System.nanoTime();
        long bytes = progress.bytes();
        long produced = load.produced();
        long last = begun;
        while (!stop.await(everyMs, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            double elapsed = (now - last) / 1e9;
            // The target first: what is produced in between must not make the link look ahead of the source.
            Map<DemoTopic, Long> replicated = progress.replicated();
            long bytesNow = progress.bytes();
            long producedNow = load.produced();
            long total = Demo.total(replicated);
            double running = (now - begun) / 1e9;
            say.accept(String.format(
                    Locale.ROOT,
                    "%4.0f s  produced %,9d (%,6.0f/s)  replicated %,9d  behind %,5d  %.2f MB/s as compressed",
                    running,
                    producedNow,
                    (producedNow - produced) / elapsed,
                    total,
                    Math.max(0, producedNow - total),
                    Math.max(0, bytesNow - bytes) / MEGA / elapsed));
            last = now;
            bytes = bytesNow;
            produced = producedNow;
            newTopic(running);
            if (!load.failure().isEmpty()) {
                say.accept("The demo itself failed: " + load.failure());
                return;
            }
            if (seconds > 0 && running >= seconds) {
                return;
            }
        }
    }

    private void newTopic(double running) {
        if (!created && running >= NEW_TOPIC_AT_SECONDS) {
            created = true;
            clusters.dc1().createTopic(NEW_TOPIC, 1);
            say.accept("        A topic was just created in dc1: " + NEW_TOPIC
                    + ". The link looks for new ones every 2 s" + " (refresh.topics.interval.seconds) ...");
        } else if (created && !seen && progress.exists("dc1." + NEW_TOPIC)) {
            seen = true;
            say.accept("        ... and dc1." + NEW_TOPIC + " is in dc2. Press Enter or Ctrl-C to end the demo.");
        }
    }
}
