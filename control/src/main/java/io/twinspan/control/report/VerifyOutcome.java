package io.twinspan.control.report;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of both sides' records counted. Immutable.
 *
 * @param partitions how many partitions were compared
 * @param wholeBatches how many batches were compared without opening them
 * @param openedBatches how many were compared record by record
 * @param differences how many differences there are
 * @param first the first ones; all, or as many as are worth naming
 * @param notCompared what was left out and why, a sentence each
 */
public record VerifyOutcome(
        long partitions,
        long records,
        long bytes,
        long wholeBatches,
        long openedBatches,
        long differences,
        List<Difference> first,
        List<String> notCompared) {
    public VerifyOutcome {
        first = Report.copy(first);
        notCompared = Report.copy(notCompared);
    }

    /**
     * A difference. Immutable.
     *
     * @param kind one word: {@code missing}, {@code altered}
     * @param topic its name on the source
     * @param source the source's record, shortened; empty if there is none
     * @param target the target's record, shortened; empty if there is none
     */
    public record Difference(
            String kind,
            String topic,
            int partition,
            @Nullable Long sourceOffset,
            @Nullable Long targetOffset,
            String source,
            String target) {
        public Difference {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(target, "target");
        }
    }
}
