package io.twinspan.app.runner;

import io.twinspan.model.name.ClusterAlias;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one Connect worker is to do: its own settings, and the connectors of all links into its target. Immutable. Holds
 * secrets, and never shows them.
 *
 * @param settings the worker's properties
 * @param connectors each connector's properties, by the connector's name
 */
public record WorkerPlan(
        ClusterAlias target, Map<String, String> settings, Map<String, Map<String, String>> connectors) {
    public WorkerPlan {
        Objects.requireNonNull(target, "target");
        settings = Map.copyOf(settings);
        var copies = new TreeMap<String, Map<String, String>>();
        connectors.forEach((name, properties) -> copies.put(name, Map.copyOf(properties)));
        connectors = Map.copyOf(copies);
    }

    @Override
    public String toString() {
        return "worker for " + target + " with " + connectors.keySet();
    }
}
