package io.twinspan.connect.progress;

import io.twinspan.model.position.Run;

/**
 * MirrorMaker 2's rule for when a partition's offset sync is due: at the first position, after a jump of the source's offsets, after
 * a jump back of the target's, and after every {@code offset.lag.max} target offsets. Confined to one thread.
 *
 * <p>It sees a position every few seconds rather than every record, so of several syncs that are due at once only the newest is
 * written, as in MirrorMaker 2 while its producer is busy.
 */
final class OffsetSyncRule {
    private final long lagMax;
    private boolean started;
    private long upstream;
    private long downstream;
    private long lastSync;

    OffsetSyncRule(long lagMax) {
        this.lagMax = lagMax;
    }

    /** Notes the newest run; returns whether a sync at its last record is due now, not only at the next flush. */
    boolean isDue(Run run) {
        long up = run.sourceEnd() - 1;
        long down = run.targetEnd() - 1;
        boolean continued = upstream >= run.sourceStart() - 1 && upstream <= up;
        boolean due = !started || !continued || down < downstream || down - (lastSync + 1) >= lagMax;
        started = true;
        upstream = up;
        downstream = down;
        if (due) {
            lastSync = down;
        }
        return due;
    }
}
