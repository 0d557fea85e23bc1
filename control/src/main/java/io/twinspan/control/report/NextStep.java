package io.twinspan.control.report;

import java.util.Objects;

/**
 * Something that can or should be done after an operation. Immutable.
 *
 * @param what what, and when, in one sentence
 * @param command the command, exactly as it is to be typed; empty where there is none
 */
public record NextStep(Purpose purpose, String what, String command) {
    /** What it is good for. */
    public enum Purpose {
        UNDO,
        FAILBACK,
        ORPHANS,
        WATCH,
        OTHER
    }

    public NextStep {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(command, "command");
    }
}
