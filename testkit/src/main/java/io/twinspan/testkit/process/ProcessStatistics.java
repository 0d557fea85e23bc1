package io.twinspan.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what Linux counts for a live process.
 *
 * <p>Stateless.
 */
public final class ProcessStatistics {

    /** {@code USER_HZ}, which is 100 on every Linux that runs Java. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int ENDED_USER_TICKS = 13;
    private static final int ENDED_SYSTEM_TICKS = 14;

    private ProcessStatistics() {}

    /** User and system CPU time since the process started, all threads. */
    public static double cpuSeconds(long pid) {
        return seconds(pid, USER_TICKS, SYSTEM_TICKS);
    }

    /** The same of all children of the process that have ended, which nothing else tells once they have. */
    public static double endedChildrenCpuSeconds(long pid) {
        return seconds(pid, ENDED_USER_TICKS, ENDED_SYSTEM_TICKS);
    }

    private static double seconds(long pid, int user, int system) {
        String stat = read(pid, "stat");
        // The command, in parentheses, may itself contain blanks and parentheses; fields are counted after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[user]) + Long.parseLong(fields[system])) / TICKS_PER_SECOND;
    }

    /** Bytes that had to be fetched from a disk for the process, and not from memory. */
    public static long diskReadBytes(long pid) {
        return read(pid, "io")
                .lines()
                .filter(line -> line.startsWith("read_bytes:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no read_bytes (any more)"));
    }

    /** The most memory the process ever had resident. */
    public static long peakRssBytes(long pid) {
        return kilobytes(pid, "VmHWM:") << 10;
    }

    /** The memory the process has resident now. */
    public static long rssBytes(long pid) {
        return kilobytes(pid, "VmRSS:") << 10;
    }

    private static long kilobytes(long pid, String field) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no " + field + " (any more)"));
    }

    private static String read(long pid, String file) {
        Path path = Path.of("/proc", Long.toString(pid), file);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException("process " + pid + " is gone: cannot read " + path, e);
        }
    }
}
