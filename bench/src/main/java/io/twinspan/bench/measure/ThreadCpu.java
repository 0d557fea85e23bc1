package io.twinspan.bench.measure;

import io.twinspan.testkit.process.ProcessStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Follows the CPU time of each thread of a process. Threads that end take their count with them, so it looks now and then
 * ({@link #sample}) and keeps what it saw. Confined to one thread.
 */
public final class ThreadCpu {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final long pid;
    private final Map<String, Seen> threads = new HashMap<>();
    private Map<String, Double> before = Map.of();
    private double totalBefore;
    private double kernelBefore;

    private record Seen(String name, double seconds) {}

    public ThreadCpu(long pid) {
        this.pid = pid;
    }

    /** Looks at all threads. */
    public void sample() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                look(task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }

    private void look(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int open = stat.indexOf('(');
            int close = stat.lastIndexOf(')');
            String[] fields = stat.substring(close + 2).split(" ");
            double seconds =
                    (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
            threads.put(task.getFileName().toString(), new Seen(stat.substring(open + 1, close), seconds));
        } catch (IOException expected) {
            // The thread has ended since the directory was read; what was seen of it stays.
            return;
        }
    }

    /** From here on {@link #sinceMark} counts. */
    public void mark() {
        sample();
        totalBefore = ProcessStatistics.cpuSeconds(pid);
        kernelBefore = kernelSeconds();
        before = new HashMap<>();
        threads.forEach((id, seen) -> before.put(id, seen.seconds()));
    }

    /** What was used since the mark. */
    public CpuTimes sinceMark() {
        double total = ProcessStatistics.cpuSeconds(pid) - totalBefore;
        double kernel = kernelSeconds() - kernelBefore;
        sample();
        double gc = 0;
        double jit = 0;
        String busiest = "";
        double busiestSeconds = 0;
        for (Map.Entry<String, Seen> entry : threads.entrySet()) {
            String name = entry.getValue().name();
            double used = entry.getValue().seconds() - before.getOrDefault(entry.getKey(), 0.0);
            if (isCompiler(name)) {
                jit += used;
            } else if (isCollector(name)) {
                gc += used;
            } else if (used > busiestSeconds) {
                busiest = name;
                busiestSeconds = used;
            }
        }
        return new CpuTimes(total, kernel, Math.max(0, total - gc - jit), gc, jit, busiest, busiestSeconds);
    }

    private double kernelSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[SYSTEM_TICKS])
                    / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }

    static boolean isCompiler(String thread) {
        return thread.startsWith("C1 Compiler") || thread.startsWith("C2 Compiler") || thread.startsWith("Sweeper");
    }

    static boolean isCollector(String thread) {
        // The serial collector has no threads of its own.
        return thread.startsWith("GC Thread") || thread.startsWith("G1 ") || thread.equals("VM Thread");
    }
}
