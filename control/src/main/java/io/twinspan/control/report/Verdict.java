package io.twinspan.control.report;

import java.util.Locale;

/** How an operation ended, in one word. Immutable. */
public enum Verdict {
    /** All that was asked for is done, and nothing is to be known besides. */
    OK,
    /** It is done; something is to be known or done besides. */
    OK_WITH_REMARKS,
    /** It is done, and records are lost or may be. */
    DONE_WITH_LOSS,
    /** It is not done, and what it changed is still changed. */
    FAILED,
    /** It was given up before it changed anything that lasts. */
    ABORTED,
    /** It was taken back. */
    UNDONE;

    /** For people. */
    public String words() {
        return name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
