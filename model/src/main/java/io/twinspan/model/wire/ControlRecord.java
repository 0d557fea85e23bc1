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

    /**
     * An operator's word on what a link may do as a whole; the last one counts.
     *
     * @param operation which operation gave it, for whoever lifts it again
     * @param timeMs when, in milliseconds since the epoch
     * @param reason for people
     */
    record LinkHold(Level level, String operation, long timeMs, String reason) implements ControlRecord {
        /** What a link may do. */
        public enum Level {
            /** Everything. */
            FREE(0),
            /** It copies records, and changes nothing else: no configs, ACLs or offsets of groups. */
            QUIET(1),
            /** Nothing. */
            HELD(2);

            private final int number;

            Level(int number) {
                this.number = number;
            }

            /** The number that stands for it in stored records; it never changes. */
            public int number() {
                return number;
            }
        }
    }

    /** A record that this version has no use for: garbage, a newer version's, or one without a value. */
    record Unknown(String detail) implements ControlRecord {}
}
