package io.twinspan.control.report;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was lost, or may be: the records that the source had accepted and the target does not have. Immutable.
 *
 * @param records how many; null if not known
 * @param bytes their size; null if not known
 * @param ms the time that they span: how long before its end the oldest of them came to the source; null if not known
 * @param exact whether these are counts; else they are bounds, and it is not more
 * @param reason where they are bounds, why, in one sentence; else empty
 * @param worst the partitions that lost most, the worst first; all, or as many as are worth naming
 */
public record Rpo(
        @Nullable Long records,
        @Nullable Long bytes,
        @Nullable Long ms,
        boolean exact,
        String reason,
        List<Partition> worst) {

    /** No record is lost. */
    public static final Rpo NOTHING = new Rpo(0L, 0L, 0L, true, "", List.of());

    public Rpo {
        Objects.requireNonNull(reason, "reason");
        worst = Report.copy(worst);
    }

    /** Whether it is certain that nothing is lost. */
    public boolean none() {
        return exact && records != null && records == 0;
    }

    /**
     * A partition that lost something. Immutable.
     *
     * @param topic its name on the source
     * @param firstOffset the first source offset that the target does not have; null if not known
     */
    public record Partition(
            String topic,
            int partition,
            @Nullable Long firstOffset,
            @Nullable Long records,
            @Nullable Long ms) {
        public Partition {
            Objects.requireNonNull(topic, "topic");
        }
    }
}
