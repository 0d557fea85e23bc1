package io.twinspan.testkit.guarantee;

import java.util.Set;

/**
 * A promise of replication, and what breaks it.
 *
 * <p>Immutable.
 */
public enum Guarantee {
    /** Every committed source record is in the target. */
    NO_LOSS("no loss", Set.of(DifferenceKind.LOST)),
    /** And it is there once. */
    NO_DUPLICATE("no duplicate", Set.of(DifferenceKind.DOUBLED)),
    /** In the source partition's order. */
    ORDER("order", Set.of(DifferenceKind.REORDERED)),
    /** Key, value, headers in order, timestamp and partition are the source's, and nothing else is there. */
    SAME_BYTES("same bytes", Set.of(DifferenceKind.ALTERED, DifferenceKind.MISPLACED, DifferenceKind.FOREIGN));

    private final String title;
    private final Set<DifferenceKind> brokenBy;

    Guarantee(String title, Set<DifferenceKind> brokenBy) {
        this.title = title;
        this.brokenBy = brokenBy;
    }

    /** The guarantee as documents call it. */
    public String title() {
        return title;
    }

    /** The kinds of difference that break it. */
    public Set<DifferenceKind> brokenBy() {
        return brokenBy;
    }

    /** Whether it holds between the two topics compared. */
    public boolean holds(ComparisonReport report) {
        return brokenBy.stream().allMatch(kind -> report.count(kind) == 0);
    }
}
