package io.twinspan.control.report;

import java.util.Objects;

/**
 * Something that is not as it should be with the reports of a link. Immutable.
 *
 * @param number the place in the chain; 0 if that is not known
 * @param id the report that it is about; empty if that is not known
 * @param sentence what is the case, for people
 */
public record Flaw(Kind kind, long number, String id, String sentence) {
    /** What is wrong. */
    public enum Kind {
        /** A report is another than the one that was written. */
        CHANGED,
        /** A report that was there is not there. */
        MISSING,
        /** Several reports claim one place. */
        FORKED,
        /** A record of the journal is no part of a report, or not one that can be read. */
        UNREADABLE,
        /** A report was not written to its end: whoever wrote it was ended. It counts as never written. */
        INCOMPLETE
    }

    public Flaw {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(sentence, "sentence");
    }

    /** Whether the reports cannot be relied on. */
    public boolean breaks() {
        return kind != Kind.INCOMPLETE;
    }
}
