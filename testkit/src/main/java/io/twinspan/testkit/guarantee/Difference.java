package io.twinspan.testkit.guarantee;

/**
 * One way in which a target partition is not what its source is, at one place.
 *
 * <p>Immutable.
 *
 * @param kind what is wrong
 * @param source the source record concerned, or one that is not there ({@link #NONE})
 * @param target the target record concerned, or one that is not there
 * @param remark more about it, for people
 */
record Difference(DifferenceKind kind, Fingerprint source, Fingerprint target, String remark) {

    /** Stands for a record that is not there. */
    static final Fingerprint NONE = new Fingerprint(-1, 0, 0, 0, 0);
}
