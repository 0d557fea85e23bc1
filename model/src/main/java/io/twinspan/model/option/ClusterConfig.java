package io.twinspan.model.option;

import io.twinspan.model.name.ClusterAlias;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One cluster of a file: how to reach it, and the settings of its clients. Immutable.
 *
 * @param properties the keys after {@code <alias>.}, with top level's security settings filled in and references resolved
 */
public record ClusterConfig(ClusterAlias alias, Map<String, String> properties) {
    public ClusterConfig {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    public String bootstrapServers() {
        return properties.getOrDefault("bootstrap.servers", "");
    }

    /** The settings of a client of this cluster: the cluster's security settings, then the client's own. */
    public Map<String, Object> client(ClientRole role) {
        var client = new LinkedHashMap<String, Object>();
        properties.forEach((key, value) -> {
            if (ClientRole.CLUSTER_NAMES.contains(key)) {
                client.put(key, value);
            }
        });
        client.putAll(Resolver.stripped(properties, role.prefix()));
        return client;
    }

    @Override
    public String toString() {
        return "ClusterConfig[" + alias + ", " + Secrets.shown(properties) + "]";
    }
}
