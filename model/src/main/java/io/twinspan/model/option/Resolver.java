package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the keys of a dedicated file into the configurations of clusters, workers and connectors. Immutable.
 *
 * <p>Each method says its layers, the lowest first, as MirrorMakerConfig 4.3.1 has them; ResolutionOracleTest compares the
 * two over a set of files and lists where they differ.
 */
final class Resolver {
    static final String CONFIG_PROVIDERS = "config.providers";

    private static final String BYTE_ARRAY_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";
    /** The dots are missing on purpose: MirrorMaker 2 tests for these beginnings. */
    private static final Pattern CLIENT_KEY = Pattern.compile("^(consumer|producer|admin).*");

    private final Map<String, String> file;

    Resolver(Map<String, String> file) {
        this.file = file;
    }

    /**
     * A cluster's properties: {@code X.*}; its security settings copied for each client that has none of its own; top
     * level's security settings where there are none yet.
     */
    Map<String, String> cluster(ClusterAlias alias) {
        Map<String, String> properties = stripped(file, alias + ".");
        for (String name : ClientRole.CLUSTER_NAMES) {
            fill(properties, name, properties.get(name));
        }
        for (String name : ClientRole.CLUSTER_NAMES) {
            String value = file.get(name);
            if (value != null) {
                properties.putIfAbsent(name, value);
                fill(properties, name, value);
            }
        }
        return properties;
    }

    private static void fill(Map<String, String> properties, String name, @Nullable String value) {
        if (value != null) {
            for (ClientRole role : ClientRole.values()) {
                properties.putIfAbsent(role.prefix() + name, value);
            }
        }
    }

    /**
     * The Connect worker of a link: the target cluster's properties; top level's keys with certain beginnings; then
     * defaults for what is missing.
     */
    Map<String, String> worker(LinkName link) {
        Map<String, String> properties = cluster(link.target());
        for (String beginning : Vocabulary.WORKER_BEGINNINGS) {
            properties.putAll(beginning(file, beginning));
        }
        properties.putAll(beginning(file, CONFIG_PROVIDERS));
        String source = link.source().value();
        properties.putIfAbsent("client.id", link.toString());
        properties.putIfAbsent("group.id", source + "-mm2");
        properties.putIfAbsent("offset.storage.topic", "mm2-offsets." + source + ".internal");
        properties.putIfAbsent("status.storage.topic", "mm2-status." + source + ".internal");
        properties.putIfAbsent("config.storage.topic", "mm2-configs." + source + ".internal");
        for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
            properties.putIfAbsent(converter, BYTE_ARRAY_CONVERTER);
        }
        return properties;
    }

    /**
     * What every connector of a link is told: top level's connector keys, the providers and the policy's own; both
     * clusters' properties after a prefix; the aliases; {@code A->B.*}; and {@code enabled = false} if nothing said so.
     */
    Map<String, String> connector(LinkName link) {
        var properties = new LinkedHashMap<String, String>();
        file.forEach((key, value) -> {
            if (isTopLevelConnectorKey(key)) {
                properties.put(key, value);
            }
        });
        properties.putAll(beginning(file, CONFIG_PROVIDERS));
        properties.putAll(beginning(file, "replication.policy"));
        putCluster(properties, "source.", cluster(link.source()));
        putCluster(properties, "target.", cluster(link.target()));
        properties.putIfAbsent("source.cluster.alias", link.source().value());
        properties.putIfAbsent("target.cluster.alias", link.target().value());
        properties.putAll(stripped(file, link + "."));
        properties.putIfAbsent("enabled", "false");
        return properties;
    }

    /**
     * Whether MirrorMaker 2 runs anything for a pair of clusters: the link is enabled, or heartbeats are not disabled.
     */
    boolean isRun(LinkName link) {
        String enabled = file.getOrDefault(link + ".enabled", "false");
        String globally = file.getOrDefault("emit.heartbeats.enabled", "true");
        String heartbeats = file.getOrDefault(link + ".emit.heartbeats.enabled", globally);
        return isTrue(enabled) || isTrue(heartbeats);
    }

    static boolean isTopLevelConnectorKey(String key) {
        return Catalogue.linkNames().contains(key)
                || (ClientRole.CLUSTER_NAMES.contains(key) && !key.equals("bootstrap.servers"));
    }

    private static void putCluster(Map<String, String> properties, String side, Map<String, String> cluster) {
        cluster.forEach((key, value) ->
                properties.put(CLIENT_KEY.matcher(key).matches() ? side + key : side + "cluster." + key, value));
    }

    /** Blanks around the word do not matter: a properties file keeps those at a line's end, where nobody sees them. */
    private static boolean isTrue(String value) {
        return Boolean.parseBoolean(value.strip());
    }

    static Map<String, String> stripped(Map<String, String> properties, String prefix) {
        var stripped = new LinkedHashMap<String, String>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                stripped.put(key.substring(prefix.length()), value);
            }
        });
        return stripped;
    }

    private static Map<String, String> beginning(Map<String, String> properties, String beginning) {
        var found = new LinkedHashMap<String, String>();
        properties.forEach((key, value) -> {
            if (key.startsWith(beginning)) {
                found.put(key, value);
            }
        });
        return found;
    }
}
