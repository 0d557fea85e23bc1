package io.twinspan.bench.measure;

/**
 * CPU seconds of a JVM by what they were spent on. Immutable.
 *
 * @param kernel the part of the total that was spent in system calls
 * @param app all that is neither of the others
 * @param gc the collector's threads; with the serial collector the VM thread
 * @param jit the compilers
 * @param busiest the name of the application thread that used most, as Linux cuts it
 * @param busiestSeconds what that one used
 */
public record CpuTimes(
        double total, double kernel, double app, double gc, double jit, String busiest, double busiestSeconds) {}
