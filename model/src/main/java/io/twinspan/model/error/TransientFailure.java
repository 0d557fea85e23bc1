package io.twinspan.model.error;

import org.jspecify.annotations.Nullable;

/** A failure that may be gone at the next attempt: a leader on the move, a broker that does not answer. Immutable. */
public final class TransientFailure extends ReplicationException {
    private static final long serialVersionUID = 1L;

    public TransientFailure(String message) {
        super(message);
    }

    public TransientFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
