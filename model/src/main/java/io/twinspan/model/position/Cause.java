package io.twinspan.model.position;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a lane does not get on, or what befell it: each case has a policy, and a section of its name in
 * {@code docs/how-to/when-a-partition-stops.md}. Immutable.
 */
public enum Cause {
    /** Nothing. */
    NONE(0, Remedy.NONE),
    /** The source's retention deleted records before they were copied. */
    SOURCE_RETENTION(1, Remedy.ACCEPT_GAP),
    /** The source topic was deleted, and one of the same name created. */
    SOURCE_RECREATED(2, Remedy.RESTART),
    /** The source lost records that were copied already: unclean leader election there. */
    SOURCE_TRUNCATED(3, Remedy.RESTART),
    /** A batch of the source does not pass its checksum, or does not hold what it claims. */
    SOURCE_DAMAGED(4, Remedy.ACCEPT_GAP),
    /** The source does not give the partition: no leader, no such topic, or an error. */
    SOURCE_UNAVAILABLE(5, Remedy.NONE),
    /** The target lost records that it had acknowledged: unclean leader election there. */
    TARGET_LOST_RECORDS(6, Remedy.RESTART),
    /** The target topic was deleted, and one of the same name created. */
    TARGET_RECREATED(7, Remedy.RESTART),
    /** The target does not take appends: no leader, too few replicas, a full disk, no such topic. */
    TARGET_UNAVAILABLE(8, Remedy.NONE),
    /** Somebody else writes into a partition that the link alone should write. */
    FOREIGN_WRITER(9, Remedy.RESTART),
    /** A record is larger than the target topic allows. */
    RECORD_TOO_LARGE(10, Remedy.ACCEPT_GAP),
    /** A record's time is outside of what the target topic allows. */
    TIMESTAMP_REFUSED(11, Remedy.ACCEPT_GAP),
    /** The target topic does not take such a record: one without a key where it is compacted. */
    RECORD_REFUSED(12, Remedy.ACCEPT_GAP),
    /** A permission is missing, on either side. */
    NOT_AUTHORIZED(13, Remedy.NONE),
    /** The target does not take producer ids that it did not hand out itself. */
    PRODUCER_ID_REFUSED(14, Remedy.NONE),
    /** Stored positions, source and target contradict each other. */
    CONTRADICTION(15, Remedy.RESTART),
    /** Anything else. */
    OTHER(16, Remedy.RESTART),
    /** The source took records that were not copied when it was given up: it was lost, and came back. */
    ORPHANED(17, Remedy.NONE);

    /** What an operator can order, beside removing the cause. */
    public enum Remedy {
        /** Nothing: the lane goes on by itself once the cause is removed. */
        NONE,
        /** To leave out the named records, or to restart somewhere. */
        ACCEPT_GAP,
        /** To restart at an offset, in a new generation. */
        RESTART
    }

    private final int number;
    private final Remedy remedy;

    Cause(int number, Remedy remedy) {
        this.number = number;
        this.remedy = remedy;
    }

    /** The number that stands for it in stored records; it never changes. */
    public int number() {
        return number;
    }

    /** The cause with this number; {@link #OTHER} for one that a newer version knows. */
    public static Cause of(int number) {
        for (Cause cause : values()) {
            if (cause.number == number) {
                return cause;
            }
        }
        return OTHER;
    }

    /** The cause of this name, as {@link #text} gives it. */
    public static Optional<Cause> named(String text) {
        for (Cause cause : values()) {
            if (cause.text().equals(text)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    /** Whether a lane that stopped for it stays stopped when it starts anew: nothing would show it again. */
    public boolean lasts() {
        return this == FOREIGN_WRITER || this == TARGET_RECREATED;
    }

    /** Whether it says nothing against what the target acknowledges. */
    public boolean isOfSource() {
        return switch (this) {
            case SOURCE_RETENTION, SOURCE_RECREATED, SOURCE_TRUNCATED, SOURCE_DAMAGED, SOURCE_UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** What an operator can order. */
    public Remedy remedy() {
        return remedy;
    }

    /** Its name as people and metrics see it: {@code source-retention}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
