package io.twinspan.control.check;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that stands in the way of moving clients from one cluster to the other, or that who does it should know. Immutable.
 *
 * @param subject what it is about: a topic, a group, the link
 * @param what what is wrong, for people
 * @param cure what to do about it
 */
public record Obstacle(Kind kind, Weight weight, String subject, String what, String cure) {

    /** The kinds of obstacles; each has a name under which an operator can accept it. */
    public enum Kind {
        /** The target has no copy of a topic. */
        TOPIC_MISSING,
        /** The copy has fewer partitions than the topic. */
        PARTITIONS_DIFFER,
        /** Partitions of the target have no leader, or fewer replicas in sync than writing needs. */
        ISR_TOO_SMALL,
        /** A partition is not copied: it has stopped, or is tried again. */
        PARTITION_STOPPED,
        /** No task of the link shows a sign of life. */
        LINK_NOT_RUNNING,
        /** Copying what is missing would take longer than allowed. */
        LAG_TOO_LARGE,
        /** A group's position is not known on the target to the record. */
        GROUP_NOT_EXACT,
        /** A group has members on the target already. */
        GROUP_ACTIVE,
        /** A transaction is open that nobody ends. */
        HANGING_TRANSACTION,
        /** The cluster has no authorizer, so no ACL can keep producers out. */
        NO_AUTHORIZER,
        /** The only ACL that keeps producers out would also stop the link back. */
        FENCE_BINDS_LINK,
        /** Somebody else has written into a copy. */
        FOREIGN_WRITER,
        /** The clocks of this machine and of the link's differ. */
        CLOCK_DIFFERENCE,
        /** Clients may do on the source what they may not on the target. */
        PERMISSION_MISSING,
        /** Producers will look for a topic on the target that is not there. */
        PRODUCER_TOPIC_MISSING,
        /** The file has no link in the other direction, or one that cannot be begun. */
        NO_WAY_BACK,
        /** There is no topic to move. */
        NOTHING_TO_MOVE,
        /** Another operation holds the link. */
        HELD;

        /** As it is written on the command line: {@code topic-missing}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The kind of this name. */
        public static Optional<Kind> named(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** How much it stands in the way. */
    public enum Weight {
        /** Not at all; it is said. */
        REMARK,
        /** As long as the operator does not accept it. */
        ACCEPTABLE,
        /** Whatever the operator says. */
        FATAL
    }

    /** In one sentence and its cure. */
    public String sentence() {
        return subject + ": " + what + (cure.isEmpty() ? "" : ". " + cure)
                + (weight == Weight.ACCEPTABLE ? "; to go on regardless: --accept " + kind.text() : "");
    }
}
