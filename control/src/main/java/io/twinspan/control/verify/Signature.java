package io.twinspan.control.verify;

import io.twinspan.control.verify.compare.Leg;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.link.BatchScan;
import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import io.twinspan.model.position.Run;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a lane's copies carry its producer ids: not where the link writes records one by one, or somebody made the topic anew.
 * Confined to the thread that compares.
 *
 * <p>It looks at the last copy, whose batch no cleaner removes: it has the producer's last sequence number.
 */
final class Signature {
    private final Leg leg;
    private final ScannedLog log;
    private boolean isDone;
    private boolean isThere;

    Signature(BatchScan scan, PartitionPlan plan, Leg leg) {
        this.leg = leg;
        long last = lastCopy(leg);
        this.log = scan.target(plan.target(), last, last + 1);
    }

    private static long lastCopy(Leg leg) {
        long last = leg.target().from();
        for (Iterator<Run> runs = leg.runs().fromTarget(last); runs.hasNext(); ) {
            last = runs.next().targetEnd() - 1;
        }
        return last;
    }

    /** Goes on; returns whether it is known. */
    boolean advance() {
        if (!isDone && (log.peek() != null || log.isAtEnd() || !log.failure().isEmpty())) {
            isDone = true;
            @Nullable ScannedBatch batch = log.peek();
            isThere = batch != null && leg.ours().test(batch.producerId());
            log.close();
        }
        return isDone;
    }

    /** Whether they do, once it is known. */
    boolean isThere() {
        return isThere;
    }

    void close() {
        log.close();
    }
}
