package io.twinspan.testkit.sim.invariant;

import io.twinspan.testkit.sim.Invariant;
import io.twinspan.testkit.sim.InvariantViolation;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first broken promise that an observer found: what is found after it may be its consequence. Confined to the world's thread.
 */
public final class Findings {
    private final Set<Promise> waived = EnumSet.noneOf(Promise.class);
    private @Nullable InvariantViolation first;

    /** Does not look at a promise any more. */
    public void waive(Promise promise) {
        waived.add(promise);
    }

    void add(Promise promise, String what) {
        if (first == null && !waived.contains(promise)) {
            first = new InvariantViolation(promise.title(), what);
        }
    }

    /** The invariant that fails as soon as its promise is found broken. */
    public Invariant invariant(Promise promise) {
        return new Invariant() {
            @Override
            public String name() {
                return promise.title();
            }

            @Override
            public void check() {
                InvariantViolation found = first;
                if (found != null && found.invariant().equals(promise.title())) {
                    throw found;
                }
            }

            @Override
            public void validate() {
                check();
            }
        };
    }
}
