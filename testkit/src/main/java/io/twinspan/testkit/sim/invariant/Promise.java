package io.twinspan.testkit.sim.invariant;

/** The promises that a simulation holds a link to. */
public enum Promise {
    /** Every committed source record below the replicated position is in the target. */
    NO_LOSS("NoLoss"),
    /** It is there once. */
    NO_DUPLICATE("NoDuplicate"),
    /** It is there in the source's order. */
    ORDER("Order"),
    /** A record never comes back, as a copy, to the cluster where it was first produced. */
    NO_ECHO("NoEcho"),
    /** It is what the source has: key, value, headers, timestamp, partition. */
    SAME_BYTES("SameBytes"),
    /** What a broker acknowledged is what was sent, and stays until a fault is known to have destroyed it. */
    ACKNOWLEDGED_STAYS("AcknowledgedStays"),
    /** Positions of one incarnation never go back, but for a fault that destroyed records. */
    MONOTONIC_OFFSETS("MonotonicOffsets"),
    /** Every stored run and tip maps source offsets to the target offsets where those records are. */
    RUNS_EXACT("RunsExact"),
    /** A stopped link holds no buffer. */
    NO_LEAKS("NoLeaks");

    private final String title;

    Promise(String title) {
        this.title = title;
    }

    /** The promise's name for people. */
    public String title() {
        return title;
    }
}
