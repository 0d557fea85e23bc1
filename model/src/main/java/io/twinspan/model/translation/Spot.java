package io.twinspan.model.translation;

/**
 * Where in a lane's map one offset leads: the first copied record that is not below it, or the end of what is known. Immutable.
 *
 * @param source the record's source offset; if there is none, everything of the source below this is copied or skipped
 * @param target the record's target offset; if there is none, what the lane appends later is at this one or above
 * @param isRecord whether there is such a record
 * @param past by how much the offset asked for is past the end of what is known
 * @param isFinal whether a longer copy leaves it as it is
 */
record Spot(long source, long target, boolean isRecord, long past, boolean isFinal) {
    static Spot record(long source, long target) {
        return new Spot(source, target, true, 0, true);
    }

    /** The end of what is known, of a lane that may still copy. */
    static Spot end(long source, long target, long past) {
        return new Spot(source, target, false, Math.max(0, past), false);
    }
}
