package io.twinspan.app.runner;

import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.Option;
import io.twinspan.model.option.SourceOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The replication factors of what a link and its worker create on the target. Thread-safe: pure functions. */
final class Factors {
    /** Of the worker, with Connect's default. */
    private static final List<String> STORAGE = List.of(
            "config.storage.replication.factor",
            "offset.storage.replication.factor",
            "status.storage.replication.factor");

    private static final int STORAGE_DEFAULT = 3;

    /** Of the link. */
    private static final List<Option<?>> LINK = List.of(
            SourceOptions.REPLICATION_FACTOR,
            SourceOptions.OFFSET_SYNCS_REPLICATION,
            LinkOptions.POSITIONS_REPLICATION,
            GroupOptions.CHECKPOINTS_REPLICATION,
            GroupOptions.HEARTBEATS_REPLICATION);

    private Factors() {}

    /** What will be asked for, by the key that decides it. */
    static Map<String, Integer> of(LinkConfiguration link, Map<String, String> worker) {
        var factors = new TreeMap<String, Integer>();
        for (String key : STORAGE) {
            factors.put(key, Integer.parseInt(worker.getOrDefault(key, Integer.toString(STORAGE_DEFAULT)).trim()));
        }
        // What the file sets, even where nothing is created yet; and what is always created.
        for (Option<?> option : LINK) {
            if (link.originals().containsKey(option.name())) {
                link.find(option).ifPresent(value -> factors.put(option.name(), ((Number) value).intValue()));
            }
        }
        factors.put(
                SourceOptions.REPLICATION_FACTOR.name(),
                link.get(SourceOptions.REPLICATION_FACTOR));
        if (!factors.containsKey(LinkOptions.POSITIONS_REPLICATION.name())) {
            factors.putIfAbsent(SourceOptions.OFFSET_SYNCS_REPLICATION.name(), (int) link.positionsReplication());
        }
        return factors;
    }

    /** A connector's properties, with no factor above the number of brokers. */
    static Map<String, String> fitLink(Map<String, String> connector, int brokers) {
        var fitted = new HashMap<>(connector);
        for (Option<?> option : LINK) {
            fit(fitted, option.name(), option.defaultValue() instanceof Number number ? number.intValue() : 1, brokers);
        }
        return fitted;
    }

    /** A worker's properties, with no factor above the number of brokers. */
    static Map<String, String> fitWorker(Map<String, String> worker, int brokers) {
        var fitted = new HashMap<>(worker);
        STORAGE.forEach(key -> fit(fitted, key, STORAGE_DEFAULT, brokers));
        return fitted;
    }

    private static void fit(Map<String, String> properties, String key, int defaultValue, int brokers) {
        String given = properties.get(key);
        int factor = given == null ? defaultValue : Integer.parseInt(given.trim());
        if (factor > brokers) {
            properties.put(key, Integer.toString(brokers));
        }
    }
}
