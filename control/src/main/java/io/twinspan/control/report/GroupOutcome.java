package io.twinspan.control.report;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a consumer group. Immutable.
 *
 * @param sourceState what the source says of it, as Kafka spells it: {@code Empty}, {@code Stable}; empty if it did not answer
 * @param targetState the same of the target
 * @param reason why, where nothing was committed, in one sentence; else empty
 */
public record GroupOutcome(
        String group,
        String sourceState,
        String targetState,
        Outcome outcome,
        String reason,
        List<Position> positions) {

    /** What was done about its offsets on the target. */
    public enum Outcome {
        /** They are committed, read back, and as they should be. */
        COMMITTED,
        /** They were as they should be already. */
        ALREADY_THERE,
        /** A drill looked where it would go on, and set nothing. */
        TRIED,
        /** It has members on the target, and was left alone. */
        ACTIVE_ON_TARGET,
        /** It was left alone for another reason. */
        SKIPPED,
        /** They could not be committed, or are not as they should be. */
        FAILED
    }

    public GroupOutcome {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(sourceState, "sourceState");
        Objects.requireNonNull(targetState, "targetState");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        positions = Report.copy(positions);
    }

    /**
     * Where it stands in a partition. Immutable.
     *
     * @param topic its name on the source
     * @param targetOffset where it goes on; null if not known
     * @param exact whether that is the first record that it has not read
     * @param readAgain how many records it reads a second time
     * @param lag how many records it had not read yet, which it takes along
     */
    public record Position(
            String topic,
            int partition,
            long sourceOffset,
            @Nullable Long targetOffset,
            boolean exact,
            long readAgain,
            long lag) {
        public Position {
            Objects.requireNonNull(topic, "topic");
        }
    }

    /** Whether its offsets on the target are as they should be; after a drill, whether they would be. */
    public boolean settled() {
        return outcome == Outcome.COMMITTED || outcome == Outcome.ALREADY_THERE || outcome == Outcome.TRIED;
    }

    /** Whether it goes on, in every partition, at the first record that it has not read. */
    public boolean exact() {
        return settled() && positions.stream().allMatch(Position::exact);
    }

    /** How many records it reads a second time. */
    public long readAgain() {
        return positions.stream().mapToLong(Position::readAgain).sum();
    }

    /** How many records it had not read yet. */
    public long lag() {
        return positions.stream().mapToLong(Position::lag).sum();
    }
}
