package io.twinspan.control.report;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a topic was copied. Immutable.
 *
 * @param source its name on the source
 * @param target its name on the target
 * @param verifiedRecords how many records were compared
 * @param comparison what that showed
 */
public record TopicOutcome(
        String source, String target, List<Partition> partitions, long verifiedRecords, Comparison comparison) {

    /** What a look at the records showed. */
    public enum Comparison {
        EQUAL,
        DIFFERENT,
        NOT_COMPARED
    }

    public TopicOutcome {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(comparison, "comparison");
        partitions = Report.copy(partitions);
    }

    /**
     * A partition of it. Immutable.
     *
     * @param sourceEnd the offset behind the source's last record; null if not known, since the source did not answer
     * @param replicatedTo the source offset below which everything is copied or skipped; null if nothing was ever copied
     * @param orphans how many records the source has that the target does not have; in an emergency a bound
     */
    public record Partition(
            int partition,
            @Nullable Long sourceEnd,
            @Nullable Long replicatedTo,
            long orphans) {
        /** How many offsets of the source are not replicated; empty if not known. */
        public OptionalLong behind() {
            return sourceEnd == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(0, sourceEnd - (replicatedTo == null ? 0 : replicatedTo)));
        }
    }

    /** The partitions' ends added up; empty if one is not known. */
    public OptionalLong sourceEnd() {
        return partitions.stream().anyMatch(partition -> partition.sourceEnd() == null)
                ? OptionalLong.empty()
                : OptionalLong.of(partitions.stream()
                        .mapToLong(partition -> orZero(partition.sourceEnd()))
                        .sum());
    }

    /** The partitions' replicated positions added up. */
    public long replicatedTo() {
        return partitions.stream()
                .mapToLong(partition -> orZero(partition.replicatedTo()))
                .sum();
    }

    /** How many offsets are not replicated, as far as the ends are known. */
    public long behind() {
        return partitions.stream()
                .mapToLong(partition -> partition.behind().orElse(0))
                .sum();
    }

    /** How many records the source has that the target does not have. */
    public long orphans() {
        return partitions.stream().mapToLong(Partition::orphans).sum();
    }

    /** Whether it is known to be replicated to the source's end, and no difference was seen. */
    public boolean complete() {
        return sourceEnd().isPresent() && behind() == 0 && orphans() == 0 && comparison != Comparison.DIFFERENT;
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
