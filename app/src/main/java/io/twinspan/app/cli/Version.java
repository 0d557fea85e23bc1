package io.twinspan.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. Immutable. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties properties = properties();
        return new String[] {
            "twinspan " + properties.getProperty("version", "?"),
            "Apache Kafka client libraries " + properties.getProperty("kafka", "?") + ", Java "
                    + System.getProperty("java.version"),
        };
    }

    /** The version of this program. */
    static String number() {
        return properties().getProperty("version", "?");
    }

    private static Properties properties() {
        var properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/twinspan-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("twinspan-version.properties cannot be read from the class path", e);
        }
        return properties;
    }
}
