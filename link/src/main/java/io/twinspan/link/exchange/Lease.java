package io.twinspan.link.exchange;

/**
 * A counted hold on a receive buffer: the buffer goes back to its pool when the count falls to 0, and must not be read after
 * that. Confined to the link thread.
 */
public interface Lease {

    /** Adds one to the count. */
    void retain();

    /** Takes one from the count. */
    void release();

    /** The size of the whole buffer, which stays occupied until the last release. */
    int sizeBytes();
}
