package io.twinspan.control.upkeep;

import java.util.Objects;

/**
 * A process's claim that it does something for a link, as the journal has it. Immutable; the shape of the JSON.
 *
 * @param owner a name that no other process has
 * @param atMs when it was made or renewed, in milliseconds since the epoch, by the owner's clock
 * @param untilMs until when it stands if it is not renewed, by the same clock
 */
record Claim(String owner, long atMs, long untilMs) {
    /** The first word of the keys of all of them. */
    static final String KIND = "claim";

    Claim {
        Objects.requireNonNull(owner, "owner");
    }

    /** The key under which it stands; each owner has its own, so that compaction keeps the last word of each. */
    static String key(String duty, String owner) {
        return KIND + "/" + duty + "/" + owner;
    }
}
