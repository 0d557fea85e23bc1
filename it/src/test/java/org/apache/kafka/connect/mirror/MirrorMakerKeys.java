package org.apache.kafka.connect.mirror;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.jspecify.annotations.Nullable;

/** The keys that MirrorMaker 2 defines, and what it makes of a file that has them. Stateless. */
public final class MirrorMakerKeys {
    private static final Map<String, String> FILE =
            Map.of("clusters", "dc1, dc2", "dc1.bootstrap.servers", "one:9092", "dc2.bootstrap.servers", "two:9092");

    private MirrorMakerKeys() {}

    /** Those of its three connectors and of the filters that they make, each with what MirrorMaker 2 says it may be. */
    public static Map<String, ConfigKey> ofConnectors() {
        var keys = new TreeMap<String, ConfigKey>();
        for (ConfigDef definition : List.of(
                MirrorSourceConfig.CONNECTOR_CONFIG_DEF,
                MirrorCheckpointConfig.CONNECTOR_CONFIG_DEF,
                MirrorHeartbeatConfig.CONNECTOR_CONFIG_DEF,
                DefaultTopicFilter.TopicFilterConfig.DEF,
                DefaultGroupFilter.GroupFilterConfig.DEF,
                DefaultConfigPropertyFilter.ConfigPropertyFilterConfig.DEF)) {
            keys.putAll(definition.configKeys());
        }
        return keys;
    }

    /** Those that say where a cluster is, and how to talk to it. */
    public static Map<String, ConfigKey> ofClusters() {
        return new TreeMap<>(MirrorClientConfig.CLIENT_CONFIG_DEF.configKeys());
    }

    /** Those that the dedicated driver itself reads. Its definition is private, so a key's type is that of its default. */
    public static Map<String, ConfigKey> ofTheDriver() {
        return keys(read(Map.of("clusters", "dc1, dc2")).values());
    }

    /** Those of a Connect worker, whose definition is private, too. */
    public static Map<String, ConfigKey> ofWorkers() {
        return keys(new DistributedConfig(worker(FILE, "dc1", "dc2")).values());
    }

    private static Map<String, ConfigKey> keys(Map<String, ?> values) {
        var definition = new ConfigDef();
        // Settings of clients and of TLS are defined in the open, with their rules.
        var known = new TreeMap<>(AdminClientConfig.configDef().configKeys());
        known.putAll(ofClusters());
        values.forEach((key, value) -> {
            if (known.containsKey(key)) {
                definition.define(known.get(key));
            } else {
                definition.define(key, typeOf(value), value, ConfigDef.Importance.LOW, "");
            }
        });
        return new TreeMap<>(definition.configKeys());
    }

    private static ConfigDef.Type typeOf(@Nullable Object value) {
        if (value instanceof Boolean) {
            return ConfigDef.Type.BOOLEAN;
        }
        if (value instanceof Short) {
            return ConfigDef.Type.SHORT;
        }
        if (value instanceof Integer) {
            return ConfigDef.Type.INT;
        }
        if (value instanceof Long) {
            return ConfigDef.Type.LONG;
        }
        if (value instanceof Double) {
            return ConfigDef.Type.DOUBLE;
        }
        if (value instanceof List<?>) {
            return ConfigDef.Type.LIST;
        }
        return value instanceof Class<?> ? ConfigDef.Type.CLASS : ConfigDef.Type.STRING;
    }

    /** Everything that a file leads to in MirrorMaker 2: what it runs, and with which settings. */
    public static Map<String, Object> effect(Map<String, String> file) {
        var read = read(file);
        var effect = new TreeMap<String, Object>();
        effect.put("driver", new TreeMap<>(withText(read.values())));
        for (SourceAndTarget pair : read.clusterPairs()) {
            effect.put("worker of " + pair, new TreeMap<>(read.workerConfig(pair)));
            effect.put(
                    "connectors of " + pair,
                    new TreeMap<>(read.connectorBaseConfig(pair, MirrorSourceConnector.class)));
        }
        return effect;
    }

    /** The settings of a link's worker. */
    public static Map<String, String> worker(Map<String, String> file, String source, String target) {
        return read(file).workerConfig(new SourceAndTarget(source, target));
    }

    private static Map<String, String> withText(Map<String, ?> values) {
        var text = new TreeMap<String, String>();
        values.forEach((key, value) -> text.put(key, String.valueOf(value)));
        return text;
    }

    private static MirrorMakerConfig read(Map<String, String> file) {
        var quick = new LinkedHashMap<>(file);
        // Finding plug-ins by scanning the class path takes a second; it has no part in what is compared.
        quick.put("plugin.discovery", "service_load");
        return new MirrorMakerConfig(quick);
    }
}
