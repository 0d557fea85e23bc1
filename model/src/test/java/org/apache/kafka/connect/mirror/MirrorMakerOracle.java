package org.apache.kafka.connect.mirror;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What MirrorMaker 2 makes of a file; its methods are package-private. Immutable. */
public final class MirrorMakerOracle {
    private final MirrorMakerConfig config;

    public MirrorMakerOracle(Map<String, String> file) {
        var quick = new LinkedHashMap<>(file);
        // Finding plug-ins by scanning the class path takes a second; it has no part in what is compared.
        quick.put("plugin.discovery", "service_load");
        config = new MirrorMakerConfig(quick);
    }

    public List<String> pairs() {
        return config.clusterPairs().stream().map(SourceAndTarget::toString).toList();
    }

    public Map<String, String> worker(String source, String target) {
        return new TreeMap<>(config.workerConfig(new SourceAndTarget(source, target)));
    }

    /** Without the two keys that name the connector. */
    public Map<String, String> connector(String source, String target) {
        var connector = new TreeMap<>(
                config.connectorBaseConfig(new SourceAndTarget(source, target), MirrorSourceConnector.class));
        connector.remove("name", "MirrorSourceConnector");
        connector.remove("connector.class", MirrorSourceConnector.class.getName());
        return connector;
    }

    public Map<String, String> cluster(String alias) {
        return new TreeMap<>(config.clusterProps(alias));
    }

    public Set<String> topLevelConnectorKeys() {
        return config.allConfigNames();
    }

    /** The client configurations that a source connector with this configuration builds. */
    public static Clients clients(Map<String, String> connector) {
        return new Clients(new MirrorSourceConfig(connector));
    }

    /** The clients of one source connector. Immutable. */
    public record Clients(MirrorSourceConfig config) {
        public Map<String, Object> sourceConsumer() {
            return config.sourceConsumerConfig("role");
        }

        public Map<String, Object> sourceAdmin() {
            return config.sourceAdminConfig("role");
        }

        public Map<String, Object> targetAdmin() {
            return config.targetAdminConfig("role");
        }

        public Map<String, Object> targetProducer() {
            return config.targetProducerConfig("role");
        }

        public Map<String, Object> targetConsumer() {
            return config.targetConsumerConfig("role");
        }
    }

    public static byte[] heartbeatKey(String source, String target, long timestamp) {
        return new Heartbeat(source, target, timestamp).recordKey();
    }

    public static byte[] heartbeatValue(String source, String target, long timestamp) {
        return new Heartbeat(source, target, timestamp).recordValue();
    }
}
