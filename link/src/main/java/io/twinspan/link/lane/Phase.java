package io.twinspan.link.lane;

/** What a {@link Lane} is doing; its Javadoc draws the transitions. Immutable. */
public enum Phase {
    /** Waits until both partitions and their leaders are known. */
    LOCATING,
    /** Never ran: finds out where to begin. */
    STARTING,
    /** Never ran: waits until its first position is durable. */
    ANNOUNCING,
    /** Reads what the target's tail holds of it. */
    SCANNING,
    /** Copies. */
    COPYING,
    /** Waits for the answers to what is in flight, to scan then. */
    DRAINING,
    /** Has stopped by itself; a person decides. */
    FAILED
}
