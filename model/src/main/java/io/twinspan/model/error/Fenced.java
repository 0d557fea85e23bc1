package io.twinspan.model.error;

import org.jspecify.annotations.Nullable;

/** The news that someone else owns what the caller worked on; the caller stands down and touches it no more. Immutable. */
public final class Fenced extends ReplicationException {
    private static final long serialVersionUID = 1L;

    public Fenced(String message) {
        super(message);
    }

    public Fenced(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
