package io.twinspan.testkit.guarantee;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one source and one target partition, laid against each other as they come in.
 *
 * <p>Both sides run in step: equal heads cancel out. Where the heads differ, both sides are collected until some record
 * is found in both; what lies before it is left over on its side. The leftovers, few in any but a broken replication,
 * are kept and classified at the end by {@link Leftovers}.
 *
 * <p>Thread-safe: the two readers call in from their own threads.
 */
final class PartitionComparison {

    /** Which of the two partitions. Immutable. */
    enum Side {
        SOURCE,
        TARGET;

        Side other() {
            return this == SOURCE ? TARGET : SOURCE;
        }
    }

    /** A reader that is ahead of the other by so many records should let the other catch up. */
    private static final int AHEAD = 20_000;

    private static final int FIRST_SEARCH = 64;

    private final int window;
    private final Deque<Fingerprint> source = new ArrayDeque<>();
    private final Deque<Fingerprint> target = new ArrayDeque<>();
    private final Leftovers leftovers = new Leftovers();
    private boolean sourceEnded;
    private boolean targetEnded;
    private long sourceCount;
    private long targetCount;
    private long matched;
    private int nextSearch = FIRST_SEARCH;

    /** A comparison that looks for the next common record among so many on each side. */
    PartitionComparison(int window) {
        this.window = window;
    }

    synchronized void add(Side side, List<Fingerprint> records) {
        pending(side).addAll(records);
        if (side == Side.SOURCE) {
            sourceCount += records.size();
        } else {
            targetCount += records.size();
        }
        advance();
    }

    /** Says that a side has no more records. */
    synchronized void end(Side side) {
        if (side == Side.SOURCE) {
            sourceEnded = true;
        } else {
            targetEnded = true;
        }
        advance();
    }

    /** Whether the reader of a side should wait for the other's. */
    synchronized boolean isAhead(Side side) {
        int own = pending(side).size();
        if (ended(side.other())) {
            return false;
        }
        return pending(side.other()).isEmpty() ? own > AHEAD : own > window;
    }

    synchronized long sourceCount() {
        return sourceCount;
    }

    synchronized long targetCount() {
        return targetCount;
    }

    synchronized long matched() {
        return matched;
    }

    /** What did not cancel out; complete when both sides have ended. */
    synchronized Leftovers leftovers() {
        return leftovers;
    }

    private Deque<Fingerprint> pending(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    private boolean ended(Side side) {
        return side == Side.SOURCE ? sourceEnded : targetEnded;
    }

    private void advance() {
        do {
            cancelEqualHeads();
        } while (resynchronise());
        if (sourceEnded && target.isEmpty() && source.isEmpty()) {
            return;
        }
        // What one side has left when the other is through can have no partner any more.
        if (sourceEnded && source.isEmpty()) {
            drop(target, target.size(), Side.TARGET);
        }
        if (targetEnded && target.isEmpty()) {
            drop(source, source.size(), Side.SOURCE);
        }
    }

    private void cancelEqualHeads() {
        while (!source.isEmpty() && !target.isEmpty() && source.element().sameAs(target.element())) {
            source.remove();
            target.remove();
            matched++;
            nextSearch = FIRST_SEARCH;
        }
    }

    /** Finds the nearest common record behind differing heads and drops what lies before it; whether there is progress. */
    private boolean resynchronise() {
        if (source.isEmpty() || target.isEmpty()) {
            return false;
        }
        boolean sourceFull = sourceEnded || source.size() >= window;
        boolean targetFull = targetEnded || target.size() >= window;
        boolean last = sourceFull && targetFull;
        if (!last && source.size() + target.size() < nextSearch) {
            return false;
        }
        Common common = nearestCommon();
        if (common != null) {
            drop(source, common.inSource(), Side.SOURCE);
            drop(target, common.inTarget(), Side.TARGET);
            return true;
        }
        nextSearch = 2 * (source.size() + target.size());
        if (last) {
            drop(source, source.size(), Side.SOURCE);
            drop(target, target.size(), Side.TARGET);
        }
        return false;
    }

    /** How many records lie before a common one on each side. Immutable. */
    private record Common(int inSource, int inTarget) {
        int skipped() {
            return inSource + inTarget;
        }
    }

    /** The common record for which the fewest are left over. */
    private @Nullable Common nearestCommon() {
        Map<Long, Integer> firstInTarget = new HashMap<>();
        int j = 0;
        for (Fingerprint record : target) {
            firstInTarget.putIfAbsent(record.digest(), j++);
        }
        Common best = null;
        int i = 0;
        for (Fingerprint record : source) {
            if (best != null && i >= best.skipped()) {
                break;
            }
            Integer found = firstInTarget.get(record.digest());
            if (found != null && (best == null || i + found < best.skipped())) {
                best = new Common(i, found);
            }
            i++;
        }
        return best;
    }

    private void drop(Deque<Fingerprint> pending, int count, Side side) {
        for (int i = 0; i < count; i++) {
            leftovers.add(side, pending.remove(), matched);
        }
    }
}
