package io.twinspan.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinspan.app.runner.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file and the image's description. */
class ComposeTest {
    private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void composeFileIsValid() throws Exception {
        Optional<List<String>> compose = compose();
        // Under CI=true, dev/setup has installed it.
        assumeTrue(
                compose.isPresent() || "true".equals(System.getenv("CI")),
                "skipped: needs docker compose, which dev/setup installs");

        var command = new ArrayList<>(compose.orElse(List.of("docker-compose")));
        command.addAll(List.of("-f", DEPLOY.resolve("compose.yaml").toString(), "config"));
        Script script = Script.run(directory, Map.of(), command);

        assertThat(script.exitCode()).as(script.output()).isZero();
        assertThat(script.output()).contains("dc1:", "dc2:", "producer:", "twinspan:", "service_healthy");
    }

    private Optional<List<String>> compose() throws Exception {
        for (List<String> command : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            try {
                var version = new ArrayList<>(command);
                version.add("version");
                if (Script.run(directory, Map.of(), version).exitCode() == 0) {
                    return Optional.of(command);
                }
            } catch (IOException e) {
                // Not installed.
                continue;
            }
        }
        return Optional.empty();
    }

    @Test
    void theFileThatItMountsIsWithoutErrorsAndWarnings() throws IOException {
        String text = Files.readString(DEPLOY.resolve("mm2.properties"));

        assertThat(Deployment.of("mm2.properties", text).problems().all()).isEmpty();
    }

    @Test
    void theImageTakesTheArchiveOfThisVersion() throws IOException {
        String pom = Files.readString(DEPLOY.resolveSibling("pom.xml"));
        String version = pom.replaceAll("(?s).*?<artifactId>twinspan</artifactId>\\s*<version>([^<]+)<.*", "$1");

        assertThat(Files.readString(DEPLOY.resolve("Dockerfile"))).contains("ARG VERSION=" + version + "\n");
    }
}
