package io.twinspan.app.legacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A file with the settings of one Kafka client, as MirrorMaker 1 takes two of them. Immutable. Holds secrets, and never shows them.
 *
 * @param name for people: the file's path
 */
record ClientFile(String name, Map<String, String> settings) {
    private static final Set<String> CLUSTER = Set.of("bootstrap.servers", "security.protocol");

    ClientFile {
        settings = Map.copyOf(settings);
    }

    /** Reads a file in the format of Java's properties. */
    static ClientFile read(Path path) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        }
        var settings = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(key ->
                        settings.put(key.strip(), properties.getProperty(key).strip()));
        return new ClientFile(path.toString(), settings);
    }

    String text(String key) {
        return settings.getOrDefault(key, "");
    }

    boolean has(String key) {
        return !text(key).isEmpty();
    }

    /** Whether a setting says where the cluster is, or how to talk to it securely; every client of the cluster needs those. */
    static boolean isOfCluster(String key) {
        return CLUSTER.contains(key) || key.startsWith("ssl.") || key.startsWith("sasl.");
    }

    /** Whether a setting is one of connections, which every client has. */
    static boolean isOfConnections(String key) {
        return AdminClientConfig.configNames().contains(key);
    }

    static boolean isOfProviders(String key) {
        return key.equals("config.providers") || key.startsWith("config.providers.");
    }

    /** The settings' names, in their order. */
    Set<String> keys() {
        return new TreeSet<>(settings.keySet());
    }

    @Override
    public String toString() {
        return name;
    }
}
