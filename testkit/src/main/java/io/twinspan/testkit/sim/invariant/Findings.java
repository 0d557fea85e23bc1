package io.twinspan.testkit.sim.invariant;

import io.twinspan.testkit.sim.Invariant;
import io.twinspan.testkit.sim.InvariantViolation;
import java.util.EnumMap;
import java.util.Map;

/** What observers found broken: the first finding of each promise. Confined to the world's thread. */
public final class Findings {
    private final Map<Promise, String> first = new EnumMap<>(Promise.class);

    void add(Promise promise, String what) {
        first.putIfAbsent(promise, what);
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
                String what = first.get(promise);
                if (what != null) {
                    throw new InvariantViolation(promise.title(), what);
                }
            }

            @Override
            public void validate() {
                check();
            }
        };
    }
}
