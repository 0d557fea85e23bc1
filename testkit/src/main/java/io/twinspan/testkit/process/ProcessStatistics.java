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

    private ProcessStatistics() {}

    /** User and system CPU time since the process started, all threads. */
    public static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        // The command, in parentheses, may itself contain blanks and parentheses; fields are counted after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
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
