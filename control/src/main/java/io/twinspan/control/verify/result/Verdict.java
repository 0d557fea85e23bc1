package io.twinspan.control.verify.result;

import java.util.Locale;

/** What came out, from the best to the worst. Immutable. */
public enum Verdict {
    /** What both sides have is the same. */
    EQUAL,
    /** No difference was found, but some of it could not be compared at all. */
    INCOMPLETE,
    /** At least one difference was found. */
    DIFFERENT;

    /** As people read it: {@code equal}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
