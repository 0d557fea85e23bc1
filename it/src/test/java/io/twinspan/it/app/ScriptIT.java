package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the root of the repository, over what the build has packaged. */
class ScriptIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void startsThePackagedCommandFromAnyDirectory() throws Exception {
        assertThat(twinspan(null, "--version")).startsWith("0\n").contains("twinspan ");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        assertThat(twinspan(null, "check", "none.properties")).startsWith("2\n").contains("there is no file");
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        assertThat(twinspan(directory, "--version")).startsWith("2\n").contains("JAVA_HOME", "Java 17 or later");
    }

    /** The exit code, and on the lines after it everything printed. */
    private String twinspan(@Nullable Path javaHome, String argument, String... more)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(ROOT.resolve("twinspan").toString());
        command.add(argument);
        command.addAll(List.of(more));
        File output = Files.createTempFile(directory, "script", ".txt").toFile();
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().put("TWINSPAN_NO_BUILD", "1");
        String home = javaHome == null ? System.getProperty("java.home") : javaHome.toString();
        builder.environment().put("JAVA_HOME", home);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue() + "\n" + Files.readString(output.toPath(), StandardCharsets.UTF_8);
    }
}
