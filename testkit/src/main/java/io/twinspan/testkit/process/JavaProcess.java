package io.twinspan.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM running some main class: it never outlives this JVM, writes what it says to a file, can be stopped, killed
 * and frozen, and is measured.
 *
 * <p>Thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

    private static final int LOG_TAIL_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread hook;
    private @Nullable Process guard;

    private JavaProcess(Builder wanted) throws IOException {
        name = wanted.name();
        log = wanted.log();
        ProcessBuilder command = new ProcessBuilder(wanted.command());
        command.environment().putAll(wanted.environment);
        if (wanted.directory != null) {
            command.directory(wanted.directory.toFile());
        }
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = command.start();
        hook = new Thread(process::destroyForcibly, "twinspan-child-killer-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A child to be, running {@code main} of the given class. */
    public static Builder of(String mainClass) {
        return new Builder(mainClass);
    }

    /** The operating system's process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs (or is frozen). */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The file with its output, from all its runs if the same file was given to several. */
    public Path log() {
        return log;
    }

    /** The last lines of its output. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /** Asks it to stop (SIGTERM) and returns its exit code; kills it and fails if it takes longer than this. */
    public int stop(Duration timeout) {
        resume();
        // Not Process.destroy(): that also closes its input, which the child's watchdog takes for our death.
        process.toHandle().destroy();
        return awaitExit(timeout);
    }

    /** Waits for it to end by itself and returns its exit code; kills it and fails if it takes longer than this. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill9();
                throw new IllegalStateException(
                        name + " did not end within " + timeout.toSeconds() + " s:\n" + logTail());
            }
        } catch (InterruptedException e) {
            kill9();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
        cleanUp();
        return process.exitValue();
    }

    /** {@code kill -9}, and waits until it is gone. */
    public void kill9() {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        cleanUp();
    }

    /** Freezes it (SIGSTOP): its connections stay open and nothing answers. */
    public synchronized void pause() {
        if (guard != null) {
            return;
        }
        // Should this JVM be killed meanwhile, the guard's input ends, it wakes the child, and the child's watchdog
        // acts.
        String script = "kill -STOP \"$1\"; echo; cat > /dev/null; kill -CONT \"$1\"";
        try {
            Process started = new ProcessBuilder("sh", "-c", script, "guard", Long.toString(pid())).start();
            guard = started;
            if (started.getInputStream().read() < 0) {
                throw new IOException("the guard ended at once");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pause " + name, e);
        }
    }

    /** Ends a {@link #pause}. */
    public synchronized void resume() {
        if (guard == null) {
            return;
        }
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot resume " + name, e);
        }
        guard.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        guard = null;
    }

    /** CPU time it has used so far. */
    public double cpuSeconds() {
        return ProcessStatistics.cpuSeconds(pid());
    }

    /** The most memory it ever had resident. */
    public long peakRssBytes() {
        return ProcessStatistics.peakRssBytes(pid());
    }

    private void cleanUp() {
        resume();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException expected) {
            // This JVM is going down, and the hook with it.
            return;
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill9();
    }

    @Override
    public String toString() {
        return name + " (process " + pid() + ")";
    }

    /** Says what the child is to be. Confined to one thread. */
    public static final class Builder {
        private final String mainClass;
        private final List<String> arguments = new ArrayList<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private final List<String> launcher = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private String classPath = System.getProperty("java.class.path");
        private @Nullable String name;
        private @Nullable Path log;
        private @Nullable Path directory;

        private Builder(String mainClass) {
            this.mainClass = mainClass;
        }

        /** What it is called in messages; the main class unless said. */
        public Builder name(String wanted) {
            name = wanted;
            return this;
        }

        /** Arguments of {@code main}, after those already given. */
        public Builder arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** Options of the JVM, after those already given. */
        public Builder jvmOptions(List<String> more) {
            jvmOptions.addAll(more);
            return this;
        }

        /** Another class path than this JVM's. */
        public Builder classPath(String wanted) {
            classPath = wanted;
            return this;
        }

        /**
         * A command that is given the JVM's command line and becomes it, such as {@code ip netns exec dc1}: what is signalled and
         * measured must be the JVM itself.
         */
        public Builder launcher(List<String> command) {
            launcher.addAll(command);
            return this;
        }

        /** An environment variable. */
        public Builder environment(String key, String value) {
            environment.put(key, value);
            return this;
        }

        /** Where its output is appended; a temporary file unless said. */
        public Builder log(Path file) {
            log = file;
            return this;
        }

        /** Its working directory; this JVM's unless said. */
        public Builder directory(Path wanted) {
            directory = wanted;
            return this;
        }

        /** Starts it. */
        public JavaProcess start() {
            try {
                return new JavaProcess(this);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start " + name() + ": " + e.getMessage(), e);
            }
        }

        private String name() {
            return name == null ? mainClass.substring(mainClass.lastIndexOf('.') + 1) : name;
        }

        private Path log() throws IOException {
            if (log == null) {
                log = Files.createTempFile("twinspan-" + name() + "-", ".log");
                log.toFile().deleteOnExit();
            }
            return log;
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(launcher);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.add("-cp");
            // Behind: an archive of classes fits those class paths that begin with the one it was made of.
            command.add(classPath + File.pathSeparator + ownLocation());
            command.add(ChildMain.class.getName());
            command.add(mainClass);
            command.addAll(arguments);
            return command;
        }

        /** Where {@link ChildMain} is found, which a foreign class path lacks. */
        private static String ownLocation() {
            try {
                return Path.of(ChildMain.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString();
            } catch (URISyntaxException e) {
                throw new IllegalStateException("cannot find where " + ChildMain.class + " was loaded from", e);
            }
        }
    }
}
