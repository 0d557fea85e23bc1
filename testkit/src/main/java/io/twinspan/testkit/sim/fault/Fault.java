package io.twinspan.testkit.sim.fault;

/** One kind of thing that goes wrong. Confined to the world's thread. */
public interface Fault {

    /** The name under which it is counted. */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Breaks something now.
     *
     * @return whether anything was there to break
     */
    boolean strike();

    /** Mends what stays broken by itself, when the time of faults is over. */
    default void heal() {}

    /** How often it really happened, of {@code struck} strikes that found something to break. */
    default int happened(int struck) {
        return struck;
    }
}
