package io.twinspan.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command line that the shipped script {@code bin/twinspan} arrives at for one of its commands. Asked of the script itself, by giving it a
 * {@code java} that only prints its arguments, so that what is measured cannot drift from what is shipped. Immutable.
 *
 * @param jvmOptions all before {@code -cp}
 */
public record ShippedCommand(List<String> jvmOptions, String classPath, String mainClass) {
    private static final String JAVA = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n";

    public ShippedCommand {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Asks a script for that of a command, such as {@code run}; archives of classes, which differ from start to start, are left out. */
    public static ShippedCommand of(Path script, String... command) {
        return of(script, "off", List.of(command));
    }

    /** The same for one start, which may use an archive of classes in a directory, or leave one there. */
    public static ShippedCommand withCache(Path script, Path cache, String... command) {
        return of(script, cache.toString(), List.of(command));
    }

    private static ShippedCommand of(Path script, String cache, List<String> command) {
        try {
            Path home = Files.createTempDirectory("twinspan-java-");
            try {
                return ask(script, cache, command, home);
            } finally {
                for (String file : List.of("bin/java", "release", "bin", "out", "")) {
                    Files.deleteIfExists(home.resolve(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask " + script + " for its command line: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static ShippedCommand ask(Path script, String cache, List<String> asked, Path home)
            throws IOException, InterruptedException {
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                home.resolve("release"), "JAVA_VERSION=\"" + Runtime.version().feature() + "\"\n");
        Path out = home.resolve("out");
        ProcessBuilder command = new ProcessBuilder(
                Stream.concat(Stream.of(script.toString()), asked.stream()).toList());
        command.environment().put("JAVA_HOME", home.toString());
        command.environment().put("TWINSPAN_CACHE", cache);
        command.environment().remove("TWINSPAN_CLASSPATH");
        // The options end up in the results, which go from machine to machine.
        command.environment().put("TWINSPAN_COMMAND", "twinspan");
        command.redirectErrorStream(true).redirectOutput(out.toFile());
        Process process = command.start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no answer within 20 s");
        }
        List<String> arguments = Files.readAllLines(out, StandardCharsets.UTF_8);
        int classPath = arguments.indexOf("-cp");
        if (process.exitValue() != 0 || classPath < 0 || arguments.size() < classPath + 3) {
            throw new IOException("it answered " + arguments);
        }
        return new ShippedCommand(
                arguments.subList(0, classPath), arguments.get(classPath + 1), arguments.get(classPath + 2));
    }
}
