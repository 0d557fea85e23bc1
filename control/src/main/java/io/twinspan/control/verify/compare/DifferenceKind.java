package io.twinspan.control.verify.compare;

import java.util.Locale;

/** What is wrong where a copy is not what its source is. Immutable. */
public enum DifferenceKind {
    /** In the source, and not in the target. */
    MISSING,
    /** In the target, and not in the source. */
    EXTRA,
    /** More often in the target than in the source. */
    DOUBLED,
    /** In both, in another order. */
    REORDERED,
    /** In the same place on both sides, with other content. */
    ALTERED,
    /** A batch that does not pass its checksum, or does not hold what it claims. */
    DAMAGED;

    /** As people read it: {@code missing}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
