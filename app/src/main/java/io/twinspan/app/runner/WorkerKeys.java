package io.twinspan.app.runner;

import io.twinspan.model.option.Surroundings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;

/** What a file is read against: the keys that this version's Connect worker knows, and our class path. Thread-safe. */
final class WorkerKeys {
    /** Just enough for a worker's configuration to exist. */
    private static final Map<String, String> LEAST = Map.of(
            "bootstrap.servers", "localhost:9092",
            "group.id", "none",
            "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "config.storage.topic", "none",
            "offset.storage.topic", "none",
            "status.storage.topic", "none");

    private WorkerKeys() {}

    static Surroundings surroundings() {
        Set<String> keys = new HashSet<>(new DistributedConfig(LEAST).values().keySet());
        return new Surroundings(keys, WorkerKeys.class.getClassLoader());
    }
}
