package io.twinspan.control.operation;

import io.twinspan.model.error.ReplicationException;
import java.time.Duration;

/**
 * One step of an operation. It may be run again after it was run in part or as a whole, and taken back after it was run in part or as a
 * whole, each time with what it noted before: a step notes what it is about to change before it does. Confined to one thread.
 */
public interface Step {

    /** Its name, one word: {@code fence}. */
    String name();

    /** What it does, in one sentence. */
    String title();

    /** How long it may take. */
    Duration limit();

    /** About how long it will take, for a plan; asked before anything is done. */
    Duration estimate();

    /** Whether, from when it is begun, clients may act on it, so that nothing before it is taken back any more. */
    default boolean isPointOfNoReturn() {
        return false;
    }

    /**
     * Does it.
     *
     * @throws ReplicationException if it cannot be done; it may be tried again
     */
    Outcome run(StepContext context);

    /**
     * Takes back what it did. Called only for a step that was begun.
     *
     * @throws ReplicationException if that cannot be done; it may be tried again
     */
    void undo(StepContext context);

    /**
     * What became of a step. Immutable.
     *
     * @param isSkipped whether it had nothing to do
     * @param text what there is to say, for people
     */
    record Outcome(boolean isSkipped, String text) {
        /** It is done. */
        public static Outcome done(String text) {
            return new Outcome(false, text);
        }

        /** It had nothing to do. */
        public static Outcome skipped(String why) {
            return new Outcome(true, why);
        }
    }
}
