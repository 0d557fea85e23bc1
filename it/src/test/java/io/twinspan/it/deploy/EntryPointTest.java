package io.twinspan.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container's entry point, with a program behind it that shows what it was given. */
class EntryPointTest {
    private static final Path ENTRY_POINT =
            Path.of("..", "deploy", "entrypoint").toAbsolutePath().normalize();
    private static final String SHOWS_ITS_ARGUMENTS_AND_THE_FILE = """
            #!/bin/sh
            echo "$@"
            case $2 in *.properties) stat -c %a "$2"; cat "$2" ;; esac
            """;

    @TempDir
    private Path directory;

    private Path mounted;

    @BeforeEach
    void installProgram() throws IOException {
        Path program = Files.createDirectories(directory.resolve("home/bin")).resolve("twinspan");
        Files.writeString(program, SHOWS_ITS_ARGUMENTS_AND_THE_FILE);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        mounted = directory.resolve("mm2.properties");
    }

    private Script entryPoint(Map<String, String> settings, String... arguments) throws Exception {
        var environment = new HashMap<>(settings);
        environment.put("TWINSPAN_HOME", directory.resolve("home").toString());
        environment.put("TWINSPAN_FILE", mounted.toString());
        environment.put("TMPDIR", directory.toString());
        var command = new ArrayList<>(List.of(ENTRY_POINT.toString()));
        command.addAll(List.of(arguments));
        return Script.run(directory, environment, command);
    }

    /** The settings that the program was started with. */
    private static Map<String, String> settings(Script script) throws IOException {
        var properties = new Properties();
        String text = script.output();
        properties.load(new StringReader(text.substring(text.indexOf('\n', text.indexOf('\n') + 1))));
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    @Test
    void runsOnTheMountedFileItselfIfThereIsNothingToAdd() throws Exception {
        Files.writeString(mounted, "clusters = dc1, dc2\n");

        assertThat(entryPoint(Map.of()).output()).startsWith("run " + mounted + "\n");
        assertThat(entryPoint(Map.of(), "check", "--json").output()).startsWith("check " + mounted + " --json\n");
        assertThat(entryPoint(Map.of(), "--help").output()).isEqualTo("--help\n");
    }

    @Test
    void theEnvironmentReplacesWhatTheFileSays() throws Exception {
        Files.writeString(mounted, """
                # not a continued line \\
                clusters = dc1, dc2
                dc1.sasl.jaas.config = Module required \\
                    username="mm2" \\
                    password="old";
                dc1.bootstrap.servers: old:1
                dc2.bootstrap.servers = dc2:1
                """);

        Script script = entryPoint(
                Map.of(
                        "TWINSPAN_DC1_SASL_JAAS_CONFIG", "Module required password=\"c:\\new\";",
                        "TWINSPAN_DC1_BOOTSTRAP_SERVERS", "new:1",
                        "CONNECT_OFFSET_FLUSH_INTERVAL_MS", "5000"),
                "check");

        assertThat(settings(script))
                .isEqualTo(Map.of(
                        "clusters", "dc1, dc2",
                        "dc1.sasl.jaas.config", "Module required password=\"c:\\new\";",
                        "dc1.bootstrap.servers", "new:1",
                        "dc2.bootstrap.servers", "dc2:1",
                        "offset.flush.interval.ms", "5000"));
    }

    @Test
    void namesOfClustersKeepTheirCaseAndLinksTheirArrow() throws Exception {
        Script script = entryPoint(Map.of(
                "TWINSPAN_CLUSTERS", "East-1, west_2",
                "TWINSPAN_EAST___1_BOOTSTRAP_SERVERS", "a:1",
                "TWINSPAN_WEST__2_BOOTSTRAP_SERVERS", "b:1",
                "TWINSPAN_EAST___1_TO_WEST__2_ENABLED", "true",
                "TWINSPAN_SOME__KEY", " two\nlines"));

        assertThat(settings(script))
                .isEqualTo(Map.of(
                        "clusters", "East-1, west_2",
                        "East-1.bootstrap.servers", "a:1",
                        "west_2.bootstrap.servers", "b:1",
                        "East-1->west_2.enabled", "true",
                        "some_key", " two\nlines"));
    }

    @Test
    void linesOfAFileCanComeFromTheEnvironmentAndNobodyElseReadsThem() throws Exception {
        Script script = entryPoint(Map.of("TWINSPAN_PROPERTIES", "clusters = a, b\na->b.enabled = true"));

        assertThat(script.output().lines().skip(1).findFirst()).contains("600");
        assertThat(settings(script)).isEqualTo(Map.of("clusters", "a, b", "a->b.enabled", "true"));
    }

    @Test
    void withoutAnySettingItSaysWhatToDoAndLeavesNothing() throws Exception {
        Script script = entryPoint(Map.of());

        assertThat(script.exitCode()).isEqualTo(2);
        assertThat(script.output()).contains(mounted.toString(), "TWINSPAN_CLUSTERS");
        try (var left = Files.newDirectoryStream(directory, "mm2.*.properties")) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aSettingGivenByBothPrefixesIsRefused() throws Exception {
        Script script =
                entryPoint(Map.of("TWINSPAN_CLUSTERS", "a", "TWINSPAN_TASKS_MAX", "2", "CONNECT_TASKS_MAX", "3"));

        assertThat(script.exitCode()).isEqualTo(2);
        assertThat(script.output()).contains("tasks.max", "TWINSPAN_", "CONNECT_");
    }
}
