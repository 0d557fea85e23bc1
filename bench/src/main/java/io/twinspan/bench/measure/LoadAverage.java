package io.twinspan.bench.measure;

import java.lang.management.ManagementFactory;

/** How busy the machine is. Stateless. */
public final class LoadAverage {
    private LoadAverage() {}

    /** Of the last minute. */
    public static double now() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
