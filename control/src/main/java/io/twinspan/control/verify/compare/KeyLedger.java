package io.twinspan.control.verify.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a compacted topic that only one side has, until it is known whether the other side's cleaner took them. Confined to the
 * thread that compares.
 */
/*
 * Implementation note
 *
 * A cleaner removes a record only for a later one of the same key in the same log, and a tombstone some time after it has done so. So a
 * record that a log lacks was removed by its cleaner, if
 *   - a later record of its key is in that log, or
 *   - the last one of its key was a tombstone, which that log has removed as well, and the other log still has: no cleaner removes a
 *     tombstone and leaves a record of its key below it.
 * In a log of which neither is true, the record was never there, or was removed by something else. What a cleaner could have removed
 * as well, and something else did, cannot be told from it, by anybody.
 *
 * Where others write what the lane does not copy, the second rule does not hold: their tombstone, which is gone by now, was in the one log
 * only, or in the other one before the record. There, what is not explained is not proven.
 *
 * Both logs are read forward, each record after those before it, up to where a log ends now; so the later record, or the one that
 * has taken its place since, is seen after the one that is lacking.
 */
final class KeyLedger {
    private final Tally tally;
    private final KeyRoom room;
    private final Map<Long, Lacking> inSource = new HashMap<>();
    private final Map<Long, Lacking> inTarget = new HashMap<>();

    /** The last record of a key that one side lacks, and how many there were. Immutable. */
    private record Lacking(Finding last, long count) {}

    KeyLedger(Tally tally, KeyRoom room) {
        this.tally = tally;
        this.room = room;
    }

    /** The source lacks a record that the target has. */
    void lacksInSource(long key, boolean tombstone, Finding finding) {
        lacks(inSource, key, tombstone, finding);
    }

    /** The target lacks a record that the source has. */
    void lacksInTarget(long key, boolean tombstone, Finding finding) {
        lacks(inTarget, key, tombstone, finding);
    }

    private void lacks(Map<Long, Lacking> lacking, long key, boolean tombstone, Finding finding) {
        if (tombstone) {
            passed(lacking, key);
            tally.cleaned(1);
            return;
        }
        Lacking before = lacking.get(key);
        if (before == null && !room.take()) {
            tally.unproven(1);
        } else {
            lacking.put(key, new Lacking(finding, before == null ? 1 : before.count() + 1));
        }
    }

    /** A record of the source is done with. */
    void passedInSource(long key, boolean tombstone) {
        passed(inSource, key);
        if (tombstone) {
            passed(inTarget, key);
        }
    }

    /** A record of the target is done with. */
    void passedInTarget(long key, boolean tombstone) {
        passed(inTarget, key);
        if (tombstone) {
            passed(inSource, key);
        }
    }

    private void passed(Map<Long, Lacking> lacking, long key) {
        if (!lacking.isEmpty()) {
            Lacking found = lacking.remove(key);
            if (found != null) {
                tally.cleaned(found.count());
                room.giveBack(1);
            }
        }
    }

    /** Whether something depends on what comes. */
    boolean asks() {
        return !inSource.isEmpty() || !inTarget.isEmpty();
    }

    /** What no cleaner can have taken, now that both logs are read to their ends. */
    List<Finding> takeUnexplained() {
        var unexplained = new ArrayList<Finding>();
        for (Map<Long, Lacking> lacking : List.of(inSource, inTarget)) {
            for (Lacking one : lacking.values()) {
                unexplained.add(one.last());
                tally.cleaned(one.count() - 1);
            }
            room.giveBack(lacking.size());
            lacking.clear();
        }
        return unexplained;
    }
}
