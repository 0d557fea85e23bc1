package io.twinspan.bench.faults.scene;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of the operating system, bounded in time. Stateless. */
final class Shell {
    private static final long LIMIT_SECONDS = 60;

    private Shell() {}

    /** Runs a command; fails with what it said unless it succeeds. */
    static void run(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("twinspan-faults-", ".out");
            try {
                run(environment, command, out);
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
        }
    }

    private static void run(Map<String, String> environment, List<String> command, Path out)
            throws IOException, InterruptedException {
        // Into a file: what it leaves running would keep a pipe open.
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " did not end within " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed with " + process.exitValue() + ": "
                    + Files.readString(out).strip());
        }
    }

    /** Whether this process may do what only root may. */
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether a command is on the path. */
    static boolean has(String command) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin" + File.pathSeparator
                + "/sbin";
        return List.of(path.split(File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
