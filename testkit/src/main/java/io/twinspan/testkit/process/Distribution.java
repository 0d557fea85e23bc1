package io.twinspan.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds what was built. Stateless. */
public final class Distribution {
    private Distribution() {}

    /** The script of the distribution built under the project's root. */
    public static Path script(Path root) {
        Path target = root.resolve("app/target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> built = Files.list(target)) {
                return built.map(directory -> directory.resolve("bin/twinspan"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() -> missing(target));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look into " + target, e);
            }
        }
        throw missing(target);
    }

    private static IllegalStateException missing(Path target) {
        return new IllegalStateException(
                "no distribution in " + target + "; build it first: mvn -DskipTests -Dquick -pl app -am package");
    }
}
