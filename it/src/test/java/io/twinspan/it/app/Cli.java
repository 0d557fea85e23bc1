package io.twinspan.it.app;

import io.twinspan.app.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs commands in this JVM and keeps what they print. Immutable. */
public record Cli(int exitCode, String out, String err) {

    public static Cli run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Cli(exitCode, out.toString(), err.toString());
    }

    /** Everything printed. */
    public String text() {
        return out + err;
    }

    /** Settings for a target on which topics can have so many replicas. */
    public static Map<String, String> replicas(int count) {
        return Stream.of(
                        "replication.factor",
                        "offset-syncs.topic.replication.factor",
                        "checkpoints.topic.replication.factor",
                        "config.storage.replication.factor",
                        "offset.storage.replication.factor",
                        "status.storage.replication.factor")
                .collect(Collectors.toMap(Function.identity(), key -> Integer.toString(count)));
    }

    /** Writes a properties file, escaping what has to be. */
    public static Path file(Path directory, Map<String, String> properties) {
        var all = new Properties();
        all.putAll(properties);
        Path file = directory.resolve("mm2.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
