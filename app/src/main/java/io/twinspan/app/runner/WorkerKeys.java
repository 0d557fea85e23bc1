package io.twinspan.app.runner;

import io.twinspan.connect.plugin.PluginClasses;
import io.twinspan.model.option.PropertiesFile;
import io.twinspan.model.option.Surroundings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;

/** What a file is read against: the keys that this version's Connect worker knows, and the classes there are. Thread-safe. */
final class WorkerKeys {
    /** Just enough for a worker's configuration to exist. */
    static final Map<String, String> LEAST = Map.of(
            "bootstrap.servers", "localhost:9092",
            "group.id", "none",
            "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "config.storage.topic", "none",
            "offset.storage.topic", "none",
            "status.storage.topic", "none");

    private static final String PATH = "plugin.path";

    private WorkerKeys() {}

    static Surroundings surroundings(PropertiesFile file) {
        Set<String> keys = new HashSet<>(new DistributedConfig(LEAST).values().keySet());
        String pluginPath = file.toMap().entrySet().stream()
                .filter(entry -> entry.getKey().equals(PATH) || entry.getKey().endsWith("." + PATH))
                .map(Map.Entry::getValue)
                .distinct()
                .collect(Collectors.joining(","));
        return new Surroundings(keys, PluginClasses.of(pluginPath, WorkerKeys.class.getClassLoader()));
    }
}
