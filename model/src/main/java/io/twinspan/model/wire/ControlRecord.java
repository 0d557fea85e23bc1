package io.twinspan.model.wire;

/** One record of the control topic, or what a reader got instead of one. Immutable. */
public sealed interface ControlRecord {

    /**
     * An operator changed what the positions topic says of a partition, so whoever copies it must read that anew. What was decided
     * is in the positions topic; this only wakes.
     *
     * @param timeMs when, in milliseconds since the epoch
     * @param what for people
     */
    record LaneOrder(String topic, int partition, long timeMs, String what) implements ControlRecord {
        public LaneOrder {
            if (topic.isEmpty() || partition < 0) {
                throw new IllegalArgumentException("an order for " + topic + "-" + partition + " is for no partition");
            }
        }
    }

    /** A record that this version has no use for: garbage, a newer version's, or one without a value. */
    record Unknown(String detail) implements ControlRecord {}
}
