package io.twinspan.control.verify.compare;

import io.twinspan.control.verify.compare.Finding.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The next records of both sides that should be the same ones in the same order, and the first place from which on they are. Confined
 * to one look.
 *
 * @param source those of the source
 * @param target those of the target
 * @param sourceEnds whether the source has none behind them
 * @param targetEnds whether the target has none behind them
 */
record Window(List<Item> source, List<Item> target, boolean sourceEnds, boolean targetEnds) {
    /** So many more records in a row must be the same, so that one that occurs again and again misleads nobody. */
    private static final int CONFIRMING = 4;

    private static final int MOST_OCCURRENCES = 8;

    /**
     * One record. Immutable.
     *
     * @param index its place among the records that are open
     * @param offset its offset in its own log
     * @param place its offset in the target: where it should be, or is
     */
    record Item(int index, long offset, long place, long hash, long time, boolean untimed) {
        boolean isSameAs(Item other) {
            return hash == other.hash && (time == other.time || untimed || other.untimed);
        }

        Content content() {
            return new Content(hash, time);
        }
    }

    /** How many records of each side lie before a place from which on they are the same. Immutable. */
    record Anchor(int inSource, int inTarget) {
        private int skipped() {
            return inSource + inTarget;
        }

        private boolean isNearerThan(@Nullable Anchor other) {
            return other == null
                    || skipped() < other.skipped()
                    || (skipped() == other.skipped() && lean() < other.lean());
        }

        private int lean() {
            return Math.abs(inSource - inTarget);
        }
    }

    /** The nearest such place; null if there is none in sight. Where both sides end, their ends are one. */
    @Nullable
    Anchor anchor() {
        Map<Long, List<Integer>> places = new HashMap<>();
        for (int j = 0; j < target.size(); j++) {
            List<Integer> found = places.computeIfAbsent(target.get(j).hash(), unused -> new ArrayList<>(1));
            if (found.size() < MOST_OCCURRENCES) {
                found.add(j);
            }
        }
        Anchor best = sourceEnds && targetEnds ? new Anchor(source.size(), target.size()) : null;
        for (int i = 0; i < source.size() && (best == null || i <= best.skipped()); i++) {
            for (int j : places.getOrDefault(source.get(i).hash(), List.of())) {
                var candidate = new Anchor(i, j);
                if (candidate.isNearerThan(best) && isConfirmed(i, j)) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private boolean isConfirmed(int i, int j) {
        for (int k = 0; k <= CONFIRMING; k++) {
            boolean sourceOut = i + k == source.size();
            boolean targetOut = j + k == target.size();
            if (sourceOut || targetOut) {
                // One that ends where the other goes on is not in step.
                return k > 0 && (sourceOut == targetOut || !(sourceOut ? sourceEnds : targetEnds));
            }
            if (!source.get(i + k).isSameAs(target.get(j + k))) {
                return false;
            }
        }
        return true;
    }
}
