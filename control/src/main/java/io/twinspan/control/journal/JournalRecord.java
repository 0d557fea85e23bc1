package io.twinspan.control.journal;

import org.jspecify.annotations.Nullable;

/**
 * One record of a link's journal. Immutable.
 *
 * @param key words with slashes between; the first says what kind of record it is
 * @param value JSON, or null if what was under the key is no more
 * @param offset its place in the one partition that there is: a higher one was written later
 * @param timeMs when it was written, in milliseconds since the epoch, by the writer's clock
 */
public record JournalRecord(String key, @Nullable String value, long offset, long timeMs) {

    /** Whether it is of the kind that the key's first word names. */
    public boolean isOf(String kind) {
        return key.startsWith(kind + "/");
    }
}
