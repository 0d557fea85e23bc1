package io.twinspan.model.error;

import org.jspecify.annotations.Nullable;

/**
 * The one family of errors that crosses a module border; its four kinds say what to do about it. Immutable.
 *
 * <ul>
 *   <li>{@link TransientFailure}: try again;
 *   <li>{@link Fenced}: stand down, someone else owns it;
 *   <li>{@link Misconfigured}: an operator has to change the named key;
 *   <li>{@link Inconsistent}: stop the lane, never guess.
 * </ul>
 */
public abstract sealed class ReplicationException extends RuntimeException
        permits TransientFailure, Fenced, Misconfigured, Inconsistent {
    private static final long serialVersionUID = 1L;

    ReplicationException(String message) {
        super(message);
    }

    ReplicationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
