package io.twinspan.it.drill;

import io.twinspan.app.runner.Deployment;
import io.twinspan.app.runner.WallTime;
import io.twinspan.control.drill.DrillHistory;
import io.twinspan.control.drill.DrillOptions;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.journal.JournalTopic;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.ReportStore;
import io.twinspan.control.upkeep.DrillDuty;
import io.twinspan.control.upkeep.Surroundings;
import io.twinspan.control.upkeep.Tally;
import io.twinspan.control.upkeep.VerifyDuty;
import io.twinspan.control.verify.VerifiedLink;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What processes do by themselves, in this process. Confined to the test's thread. */
final class Duties implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VerifiedLink link;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    Duties(DrillStage stage) throws IOException {
        link = Deployment.of(stage.file.toString(), Files.readString(stage.file, Deployment.CHARSET))
                .verifiedLinks()
                .get(0);
    }

    /** Two at the same time, for both of which a drill is due, and is not once there was one. */
    void drillBoth() throws InterruptedException, ExecutionException, TimeoutException {
        Duration sinceLast = Duration.between(lastDrill(), Instant.now());
        var together = new CyclicBarrier(2);
        Future<?> one = threads.submit(() -> drill("a", sinceLast, together));
        Future<?> other = threads.submit(() -> drill("b", sinceLast, together));
        one.get(60, TimeUnit.SECONDS);
        other.get(60, TimeUnit.SECONDS);
    }

    private Instant lastDrill() {
        try (var journal = new JournalTopic(link.view(), Clock.systemUTC(), LIMIT)) {
            return DrillHistory.last(new ReportStore(journal, Clock.systemUTC()).read())
                    .orElseThrow();
        }
    }

    private Void drill(String owner, Duration interval, CyclicBarrier together) throws Exception {
        var options = new DrillOptions(".*", FenceKind.ACL, List.of(), 3, ".*", 0, 1, DrillOptions.LIMIT);
        try (var duty = new DrillDuty(link, null, interval, () -> options, new Tally(), around(owner))) {
            together.await(30, TimeUnit.SECONDS);
            duty.attend(new WallTime());
            return null;
        }
    }

    /** A pass that is due whatever was before; returns what whoever watches is told. */
    Tally verify() {
        var tally = new Tally();
        try (var duty = new VerifyDuty(link, Duration.ofMillis(1), 100_000_000L, tally, around("c"))) {
            duty.attend(new WallTime());
        }
        return tally;
    }

    private static Surroundings around(String owner) {
        return new Surroundings(
                owner,
                options -> new Author("test", "0.1.0", Map.copyOf(options), "ab"),
                "mm2.properties",
                Clock.systemUTC(),
                LIMIT);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
