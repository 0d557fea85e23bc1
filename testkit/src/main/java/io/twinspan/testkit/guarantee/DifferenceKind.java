package io.twinspan.testkit.guarantee;

/**
 * A way in which a target differs from its source; each breaks one {@link Guarantee}.
 *
 * <p>Immutable.
 */
public enum DifferenceKind {
    /** In the source, not in the target. */
    LOST("lost"),
    /** More often in the target than in the source. */
    DOUBLED("doubled"),
    /** In both, but not in the same order. */
    REORDERED("reordered"),
    /** In the same place in both, but a part of it differs. */
    ALTERED("altered"),
    /** In both, but in another partition. */
    MISPLACED("in another partition"),
    /** In the target, and nowhere in the source. */
    FOREIGN("foreign");

    private final String word;

    DifferenceKind(String word) {
        this.word = word;
    }

    /** The kind in a sentence. */
    public String word() {
        return word;
    }
}
