package io.twinspan.control.drill;

import java.util.List;

/**
 * What a group has read on both sides. Immutable.
 *
 * @param records how many were compared
 * @param difference the first difference, or why the group would not find its place, in one sentence; empty if there is none
 * @param again how many records of the link it reads a second time, as counted
 * @param unread where it did not read, and why
 */
record GroupSample(String group, long records, String difference, long again, List<Unread> unread) {
    GroupSample {
        unread = List.copyOf(unread);
    }

    /** Why a group did not read in a partition. */
    enum Unread {
        /** The link has not copied so far. */
        NOT_COPIED("which the link has not copied yet"),
        /** The topic is the target's own: the link in the other direction made the copy. */
        OTHER_WAY("in copies of the target's own topics"),
        /** The stored positions do not say where the records are. */
        NO_MAP("of which the stored positions say nothing"),
        /** A log could not be read. */
        UNREADABLE("in logs that could not be read"),
        /** The drill had no time left. */
        NO_TIME("for which no time was left"),
        /** The link transforms records. */
        TRANSFORMED("of a link that transforms records");

        private final String words;

        Unread(String words) {
            this.words = words;
        }

        /** For people, behind a number of positions. */
        String words() {
            return words;
        }
    }

    boolean isEqual() {
        return difference.isEmpty();
    }
}
