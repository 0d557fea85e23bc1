package io.twinspan.it.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    @Test
    void aCommandThatLooksLeavesAnArchiveOfClassesForTheNext() throws Exception {
        Path cache = directory.resolve("cache");
        Path loaded = directory.resolve("loaded.txt");
        String file = Files.writeString(
                        directory.resolve("mm2.properties"),
                        "clusters = a, b\na.bootstrap.servers = 127.0.0.1:1\nb.bootstrap.servers = 127.0.0.1:1\na->b.enabled = true\n")
                .toString();
        Map<String, String> environment =
                Map.of("TWINSPAN_CACHE", cache.toString(), "TWINSPAN_OPTS", "-Xlog:class+load:file=" + loaded);

        String first = twinspan(null, environment, "check", file);
        String second = twinspan(null, environment, "check", file);

        assertThat(second).isEqualTo(first).startsWith("3\n");
        assertThat(Files.readString(loaded))
                .contains("io.twinspan.app.cli.CheckCommand source: shared objects file (top)");
    }

    @Test
    void anArchiveOfClassesThatIsBrokenIsNotUsed() throws Exception {
        Path cache = Files.createDirectory(directory.resolve("cache"));
        Map<String, String> environment = Map.of("TWINSPAN_CACHE", cache.toString());
        assertThat(twinspan(null, environment, "check", "none.properties")).startsWith("2\n");
        List<Path> written;
        try (Stream<Path> files = Files.list(cache)) {
            written = files.toList();
        }
        assertThat(written).as("of a command that ended early").hasSize(1);
        String name = written.get(0).getFileName().toString();
        Files.write(cache.resolve(name.substring(0, name.lastIndexOf('.'))), new byte[20 << 20]);

        assertThat(twinspan(null, environment, "check", "none.properties"))
                .isEqualTo("2\ntwinspan: there is no file none.properties\n");
        assertThat(written.get(0)).as("it is too small to be of use").doesNotExist();
    }

    private String twinspan(@Nullable Path javaHome, String argument, String... more)
            throws IOException, InterruptedException {
        return twinspan(javaHome, Map.of("TWINSPAN_CACHE", "off"), argument, more);
    }

    /** The exit code, and on the lines after it everything printed. */
    private String twinspan(@Nullable Path javaHome, Map<String, String> environment, String argument, String... more)
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
        builder.environment().putAll(environment);
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
