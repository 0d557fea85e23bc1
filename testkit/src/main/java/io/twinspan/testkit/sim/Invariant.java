package io.twinspan.testkit.sim;

/** A promise that must hold in every simulation. Confined to the world's thread. */
public interface Invariant {

    /** The promise's name, which a scenario uses to waive it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Checks what must hold at every moment; called after every event, so it must only look at what is new. */
    default void check() {}

    /** Checks what must hold when the load has ended, all is healed, and the links had time to finish. */
    default void validate() {}
}
