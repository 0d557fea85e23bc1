package io.twinspan.testkit.guarantee;

import java.util.Set;

/**
 * A promise of replication, and what breaks it.
 *
 * <p>Immutable.
 */
public enum Guarantee {
    /** Every committed source record is in the target. */
    NO_LOSS("no loss"),
    /** And it is there once. */
    NO_DUPLICATE("no duplicate"),
    /** In the source partition's order. */
    ORDER("order"),
    /** Key, value, headers in order, timestamp and partition are the source's, and nothing else is there. */
    SAME_BYTES("same bytes");

    private final String title;

    Guarantee(String title) {
        this.title = title;
    }

    /** The guarantee as documents call it. */
    public String title() {
        return title;
    }

    /** The kinds of difference that break it. */
    public Set<DifferenceKind> brokenBy() {
        return switch (this) {
            case NO_LOSS -> Set.of(DifferenceKind.LOST);
            case NO_DUPLICATE -> Set.of(DifferenceKind.DOUBLED);
            case ORDER -> Set.of(DifferenceKind.REORDERED);
            case SAME_BYTES -> Set.of(DifferenceKind.ALTERED, DifferenceKind.MISPLACED, DifferenceKind.FOREIGN);
        };
    }

    /** Whether it holds between the two topics compared. */
    public boolean holds(ComparisonReport report) {
        return brokenBy().stream().allMatch(kind -> report.count(kind) == 0);
    }
}
