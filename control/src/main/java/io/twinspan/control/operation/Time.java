package io.twinspan.control.operation;

/** The time, and waiting: a test puts its own in their place. */
public interface Time {
    /** Milliseconds since the epoch. */
    long nowMs();

    /**
     * Waits so long.
     *
     * @return false if the process is to end instead
     */
    boolean pause(long ms);
}
