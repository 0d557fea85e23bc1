package io.twinspan.control.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step of an operation. Immutable.
 *
 * @param name one word: {@code fence}
 * @param what what it does, in one sentence
 * @param started null if it was not reached
 * @param limitMs how long it might have taken; 0 for one without limit
 * @param attempts how often it was begun
 * @param remarks what is worth knowing of how it went
 */
public record Step(
        String name,
        String what,
        @Nullable Instant started,
        long durationMs,
        long limitMs,
        Outcome outcome,
        int attempts,
        List<String> remarks) {

    /** How it ended. */
    public enum Outcome {
        DONE,
        SKIPPED,
        FAILED,
        UNDONE,
        NOT_REACHED
    }

    public Step {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(outcome, "outcome");
        remarks = Report.copy(remarks);
    }

    /** A step that was not reached. */
    public static Step notReached(String name, String what, long limitMs) {
        return new Step(name, what, null, 0, limitMs, Outcome.NOT_REACHED, 0, List.of());
    }
}
