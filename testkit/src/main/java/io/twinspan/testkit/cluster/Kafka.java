package io.twinspan.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A version of Kafka to run brokers of, by where its jars are.
 *
 * <p>Immutable.
 *
 * @param version such as {@code 4.3.1}
 * @param classPath what its main class {@code kafka.Kafka} needs
 */
public record Kafka(String version, String classPath) {

    private static final Pattern SERVER_JAR = Pattern.compile("kafka_2\\.1\\d-(\\d+\\.\\d+\\.\\d+)\\.jar");
    private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d+\\.\\d+)\\..*");

    /** The version this JVM itself has on its class path. */
    public static Kafka current() {
        return new Kafka(AppInfoParser.getVersion(), System.getProperty("java.class.path"));
    }

    /** The version whose jars lie in a directory, as the module {@code brokers-3.9} lays them in its target/lib. */
    public static Kafka of(Path libDirectory) {
        List<String> names;
        try (Stream<Path> files = Files.list(libDirectory)) {
            names = files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no Kafka jars in " + libDirectory + ": build the module that lays them there first", e);
        }
        String version = names.stream()
                .map(SERVER_JAR::matcher)
                .filter(Matcher::matches)
                .map(jar -> jar.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kafka_2.1x-<version>.jar in " + libDirectory));
        return new Kafka(version, libDirectory.resolve("*").toString());
    }

    /** The newest metadata version that this Kafka knows, which its storage is formatted with. */
    MetadataVersion metadataVersion() {
        Matcher release = MAJOR_MINOR.matcher(version);
        if (!release.matches()) {
            throw new IllegalStateException("not a Kafka version: " + version);
        }
        return MetadataVersion.fromVersionString(release.group(1), false);
    }
}
