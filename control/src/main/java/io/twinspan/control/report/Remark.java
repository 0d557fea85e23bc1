package io.twinspan.control.report;

import java.util.Objects;

/**
 * Something to be known besides. Immutable.
 *
 * @param what what is the case, in one sentence
 * @param cure what to do about it; empty where nothing has to be done
 */
public record Remark(Severity severity, String what, String cure) {
    /** How much it matters, from grave to harmless. */
    public enum Severity {
        /** Something is wrong. */
        ERROR,
        /** Something may go wrong. */
        WARNING,
        /** Something was left out, so the verdict says nothing about it. */
        NOT_COVERED,
        /** Good to know. */
        NOTE
    }

    public Remark {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(cure, "cure");
    }
}
