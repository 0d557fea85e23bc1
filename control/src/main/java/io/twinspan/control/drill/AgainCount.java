package io.twinspan.control.drill;

import io.twinspan.control.verify.compare.Leg;
import io.twinspan.link.BatchScan;
import io.twinspan.link.ScannedBatch;
import io.twinspan.link.ScannedLog;
import io.twinspan.model.error.Inconsistent;

/**
 * Counts the records of the link that a group would read again on the target. Confined to the drill's thread.
 */
final class AgainCount {
    private final Leg.Range range;
    private final Leg leg;
    private final ScannedLog log;
    private long records;
    private String failure = "";

    AgainCount(BatchScan scan, Stretch stretch) {
        this.range = stretch.again();
        this.leg = stretch.leg();
        this.log = scan.target(stretch.plan().target(), range.from(), range.to());
    }

    /** Goes on; returns whether all are counted. */
    boolean advance() {
        for (ScannedBatch batch = log.peek(); batch != null; batch = log.peek()) {
            log.remove();
            try {
                if (batch.kind() == ScannedBatch.Kind.DATA && leg.ours().test(batch.producerId())) {
                    batch.forEach(false, (offset, time, content, key, tombstone) -> {
                        if (range.from() <= offset && offset < range.to()) {
                            records++;
                        }
                    });
                }
            } catch (Inconsistent damaged) {
                failure = String.valueOf(damaged.getMessage());
            } finally {
                batch.release();
            }
        }
        boolean isDone = log.isAtEnd() || !log.failure().isEmpty();
        if (isDone) {
            failure = log.failure().isEmpty() ? failure : log.failure();
            log.close();
        }
        return isDone;
    }

    long records() {
        return records;
    }

    /** Why they could not be counted; empty if they could. */
    String failure() {
        return failure;
    }

    void close() {
        log.close();
    }
}
