package io.twinspan.testkit.sim;

/** Thrown when a simulation breaks a promise; says which, the seed, and the last events. Immutable. */
public final class InvariantViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /** A broken promise; the world adds the seed and the events when it passes it on. */
    public InvariantViolation(String invariant, String what) {
        super(what.startsWith(invariant) ? what : invariant + ": " + what);
        this.invariant = invariant;
    }

    /** The name of the promise. */
    public String invariant() {
        return invariant;
    }
}
