package io.twinspan.control.report;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a drill tried besides the steps. Immutable.
 *
 * @param lastSuccessAgeMs how long ago the last drill before this one succeeded; null if none ever did
 * @param samples for each group, the records that were read from its position on both sides and compared
 * @param permissions what was asked of the target on behalf of those who would go on there
 */
public record DrillOutcome(@Nullable Long lastSuccessAgeMs, List<Sample> samples, List<Permission> permissions) {
    public DrillOutcome {
        samples = Report.copy(samples);
        permissions = Report.copy(permissions);
    }

    /**
     * What a group would have read. Immutable.
     *
     * @param records how many were read on both sides
     * @param difference the first difference, in one sentence; empty if there is none
     */
    public record Sample(String group, long records, String difference) {
        public Sample {
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(difference, "difference");
        }

        /** Whether both sides gave the same. */
        public boolean equal() {
            return difference.isEmpty();
        }
    }

    /**
     * A permission on the target. Immutable.
     *
     * @param words what it allows, in the words of {@code kafka-acls.sh}
     */
    public record Permission(String principal, String words, boolean granted) {
        public Permission {
            Objects.requireNonNull(principal, "principal");
            Objects.requireNonNull(words, "words");
        }
    }
}
