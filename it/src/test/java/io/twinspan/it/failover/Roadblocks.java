package io.twinspan.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twinspan.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Hooks that hold up a command, each the first time it is called, until the command is gone or the way is free; so it can be killed at a known place.
 * Confined to the test's thread.
 */
final class Roadblocks {
    /** {@code exec}, so that its parent is the command, not a shell that would outlive it. */
    private static final String SCRIPT = """
            #!/bin/sh
            mark="$1/$TWINSPAN_WHEN-$TWINSPAN_STEP"
            mkdir "$mark" 2>/dev/null || exit 0
            while kill -0 $PPID 2>/dev/null && [ ! -e "$mark/free" ]; do sleep 0.05; done
            """;

    private final Path directory;
    private final Path script;

    Roadblocks(Path directory) {
        try {
            this.directory = Files.createDirectories(directory);
            this.script = Files.writeString(directory.resolve("hold-up"), SCRIPT);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The options that put one at each of these places, such as {@code before-fence}. */
    List<String> options(List<String> places) {
        var options = new ArrayList<String>();
        for (String place : places) {
            options.add("--hook");
            options.add(place + "=exec " + script + " " + directory);
        }
        return options;
    }

    /** Waits until a command stands there. */
    void awaitAt(String place, JavaProcess command) {
        await().pollInterval(Duration.ofMillis(20)).atMost(MoveStage.SOON).until(() -> {
            assertThat(command.isAlive())
                    .as("it ended before %s:%n%s", place, command.logTail())
                    .isTrue();
            return Files.exists(directory.resolve(place));
        });
    }

    /** Lets go whoever stands there. */
    void free(String place) {
        try {
            Files.createFile(directory.resolve(place).resolve("free"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
