package io.twinspan.control.verify.compare;

import org.jspecify.annotations.Nullable;

/**
 * One difference, by its offsets. Immutable.
 *
 * @param source the source offset of the first record concerned, -1 if it has none
 * @param target the target offset where it is, or should be, or what is there instead; -1 if that is not known
 * @param elsewhere the target offset at which the record is that should be at {@code target}; -1 if there is none
 * @param records how many records in a row
 * @param near the source offset at which the comparison was then
 * @param inSource what the source has, or null
 * @param inTarget what the target has, or null
 * @param note more about it, for people
 */
public record Finding(
        DifferenceKind kind,
        long source,
        long target,
        long elsewhere,
        long records,
        long near,
        @Nullable Content inSource,
        @Nullable Content inTarget,
        String note) {

    /**
     * A record as the comparison knows it. Immutable.
     *
     * @param hash of key, value and headers
     * @param timeMs the timestamp that readers see
     */
    public record Content(long hash, long timeMs) {}

    /** The same with another kind and source offset: what a look around has shown. */
    public Finding as(DifferenceKind other, long sourceOffset) {
        return new Finding(other, sourceOffset, target, elsewhere, records, near, inSource, inTarget, note);
    }
}
