package io.twinspan.control.lanes;

/** An order that makes no sense as things stand; nothing was changed. Immutable. */
public final class NotPossible extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPossible(String message) {
        super(message);
    }
}
