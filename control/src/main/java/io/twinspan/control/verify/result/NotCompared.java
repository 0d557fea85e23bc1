package io.twinspan.control.verify.result;

/**
 * Something of a partition that was not compared. Immutable.
 *
 * @param offsets how many offsets it is about, 0 if that is not known
 * @param text for people: which ones, and why
 */
public record NotCompared(Reason reason, long offsets, String text) {

    /** Why something is not compared. */
    public enum Reason {
        /** The source has deleted it. */
        SOURCE_RETENTION(false),
        /** The target has deleted it. */
        TARGET_RETENTION(false),
        /** It lies before the offset at which the link began. */
        BEFORE_THE_LINK(false),
        /** The link has not come so far, as far as is stored. */
        NOT_COPIED_YET(false),
        /** An operator set the partition to another position, and left it out. */
        LEFT_OUT_BY_ORDER(false),
        /** A later generation of the partition has copied it again. */
        COPIED_AGAIN(false),
        /** An earlier generation may have written it after it last stored its position. */
        BEYOND_THE_POSITION(false),
        /** A cleaner may have removed it, or something else. */
        COMPACTION(false),
        /** The records are the same; positions that would say so for their places were lost. */
        NO_RUN(false),
        /** The link has stored no position for the partition. */
        NO_POSITION(true),
        /** The target has no such partition. */
        NO_TARGET(true),
        /** The source topic is another one than the one that was copied. */
        RECREATED(true),
        /** The link transforms records. */
        TRANSFORMED(true),
        /** A cluster does not give it. */
        UNREADABLE(true);

        private final boolean isWhole;

        Reason(boolean isWhole) {
            this.isWhole = isWhole;
        }

        /** Whether nothing at all can be said of the partition, so that a person has to look. */
        public boolean needsPerson() {
            return isWhole;
        }
    }
}
