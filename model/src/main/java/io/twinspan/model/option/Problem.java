package io.twinspan.model.option;

import io.twinspan.model.error.Printable;
import java.util.Objects;

/**
 * One thing that is wrong with a configuration, and what to do about it. Immutable.
 *
 * @param key the key to change; empty if it is none in particular
 * @param line where it is written in the file; 0 if it is not
 * @param message what is wrong, without a full stop
 * @param cure what to do, without a full stop; empty if the message says it
 */
public record Problem(Severity severity, String key, int line, String message, String cure) {
    private static final int MOST_CHARACTERS = 1_000;

    public Problem {
        Objects.requireNonNull(severity, "severity");
        // A file may hold anything, also a line that a forgotten backslash joined to one with a password.
        key = Printable.of(key, MOST_CHARACTERS);
        message = Secrets.withoutAny(Printable.of(message, MOST_CHARACTERS));
        cure = Secrets.withoutAny(Printable.of(cure, MOST_CHARACTERS));
    }

    /** Whether to go on. */
    public enum Severity {
        /** Nothing starts before this is put right. */
        ERROR,
        /** It works, but not as the file seems to mean it. */
        WARNING
    }

    static Problem error(String key, int line, String message, String cure) {
        return new Problem(Severity.ERROR, key, line, message, cure);
    }

    static Problem warning(String key, int line, String message, String cure) {
        return new Problem(Severity.WARNING, key, line, message, cure);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line for people: {@code mm2.properties:7: error: ...}. */
    public String describe(String file) {
        return file + (line > 0 ? ":" + line : "") + ": " + (isError() ? "error" : "warning") + ": " + message
                + (cure.isEmpty() ? "" : "; " + cure);
    }
}
