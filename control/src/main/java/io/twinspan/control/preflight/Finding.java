package io.twinspan.control.preflight;

import java.util.Objects;

/**
 * One thing that an operator should know before a link starts. Immutable.
 *
 * @param where the cluster or link it is about
 * @param what what is the case, naming the key or permission
 * @param cure what to do about it; empty where nothing has to be done
 */
public record Finding(Kind kind, String where, String what, String cure) {
    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(cure, "cure");
    }

    /** What kind of thing a finding is, from harmless to grave. */
    public enum Kind {
        /** Good to know. */
        NOTE,
        /** The link runs, but something will not work as the file says. */
        WARNING,
        /** The cluster refuses a permission that the link needs. */
        REFUSED,
        /** The file has to be changed. */
        MISCONFIGURED,
        /** The cluster does not answer. */
        UNREACHABLE;

        /** Whether a link must not start. */
        public boolean stops() {
            return compareTo(REFUSED) >= 0;
        }
    }

    static Finding note(String where, String what) {
        return new Finding(Kind.NOTE, where, what, "");
    }

    static Finding warning(String where, String what, String cure) {
        return new Finding(Kind.WARNING, where, what, cure);
    }

    static Finding refused(String where, String what, String cure) {
        return new Finding(Kind.REFUSED, where, what, cure);
    }

    static Finding misconfigured(String where, String what, String cure) {
        return new Finding(Kind.MISCONFIGURED, where, what, cure);
    }

    static Finding unreachable(String where, String what, String cure) {
        return new Finding(Kind.UNREACHABLE, where, what, cure);
    }

    /** One line for people. */
    public String sentence() {
        return where + ": " + what + (cure.isEmpty() ? "" : "; " + cure);
    }
}
