package io.twinspan.control.upkeep;

import io.twinspan.control.drill.DrillHistory;
import io.twinspan.control.report.StoredReports;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of a link's drills and verification, for whoever watches it. Thread-safe. */
public final class Tally {
    private final AtomicLong verified = new AtomicLong();
    private volatile Optional<Instant> lastDrill = Optional.empty();
    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private volatile long differences;

    /** Takes what the journal says of drills. */
    void drilled(StoredReports reports) {
        lastDrill = DrillHistory.last(reports);
        lastSuccess = DrillHistory.lastSuccess(reports);
    }

    /** So many records more were compared. */
    void verified(long records) {
        verified.addAndGet(records);
    }

    /** What the pass that goes on, or the last one, has found so far. */
    void differences(long found) {
        differences = found;
    }

    /** How many seconds ago the last drill began; -1 if there was none. */
    public long lastDrillAge(Instant now) {
        return age(lastDrill, now);
    }

    /** The same of the last one that showed that a failover would work. */
    public long lastSuccessAge(Instant now) {
        return age(lastSuccess, now);
    }

    /** 1 if the last drill showed that a failover would work, else 0; -1 if there was none. */
    public int lastDrillOk() {
        return lastDrill.isEmpty() ? -1 : lastDrill.equals(lastSuccess) ? 1 : 0;
    }

    /** How many records were compared here. */
    public long verifiedRecords() {
        return verified.get();
    }

    /** How many differences the last pass has found here. */
    public long differences() {
        return differences;
    }

    private static long age(Optional<Instant> began, Instant now) {
        return began.map(then -> Math.max(0, Duration.between(then, now).toSeconds()))
                .orElse(-1L);
    }
}
