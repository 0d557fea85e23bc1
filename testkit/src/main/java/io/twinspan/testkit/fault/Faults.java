package io.twinspan.testkit.fault;

/**
 * The lasting faults that are in force now.
 *
 * <p>Confined to the proxy's thread.
 */
final class Faults {

    boolean refusing;
    boolean stalled;
    long delayNanos;
    /** 0 is no limit. */
    long bytesPerSecond;

    void heal() {
        refusing = false;
        stalled = false;
        delayNanos = 0;
        bytesPerSecond = 0;
    }

    boolean none() {
        return !refusing && !stalled && delayNanos == 0 && bytesPerSecond == 0;
    }
}
