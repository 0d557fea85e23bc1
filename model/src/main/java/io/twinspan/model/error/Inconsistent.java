package io.twinspan.model.error;

import org.jspecify.annotations.Nullable;

/** A state that contradicts what is known; the lane stops rather than guess, and a person looks at it. Immutable. */
public final class Inconsistent extends ReplicationException {
    private static final long serialVersionUID = 1L;

    public Inconsistent(String message) {
        super(message);
    }

    public Inconsistent(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
