package io.twinspan.it.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that was run to its end: its exit code, and all that it printed. Immutable. */
record Script(int exitCode, String output) {
    private static final int LIMIT_SECONDS = 60;

    /** Runs a command with this environment and nothing else of the caller's but the PATH. */
    static Script run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        File output = Files.createTempFile(directory, "script", ".txt").toFile();
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        return new Script(process.exitValue(), Files.readString(output.toPath()));
    }
}
