package io.twinspan.model.translation;

import java.util.List;

/**
 * How far a group is translated, and what became of it on the target. Immutable.
 *
 * @param positions those in partitions that the link copies, by partition
 * @param sync whether the group's offsets on the target follow
 * @param detail what {@code sync} does not say, for people; may be empty
 */
public record GroupStatus(String group, List<GroupPosition> positions, Sync sync, String detail) {
    public GroupStatus {
        positions = List.copyOf(positions);
    }

    /** What became of a group's offsets on the target. */
    public enum Sync {
        /** Offsets are not committed on the target ({@code sync.group.offsets.enabled = false}), or not yet. */
        NONE,
        /** The target's offsets are the translated ones, read back. */
        IN_STEP,
        /** The group has members on the target, so its offsets there are its own. */
        ACTIVE,
        /** In at least one partition the group itself, or a person, moved its offset on the target; it is left as it is. */
        MOVED_ON_TARGET,
        /** They could not be committed or read back; it is tried again. */
        FAILED
    }

    /** How many source records the group would read again on the target, at most; 0 is exact. */
    public long rereads() {
        return positions.stream()
                .mapToLong(position -> position.translation().rereads())
                .sum();
    }

    /** The positions that have no translation. */
    public List<GroupPosition> untranslated() {
        return positions.stream()
                .filter(position -> position.translation().target().isEmpty())
                .toList();
    }
}
