package io.twinspan.app.runner;

import io.twinspan.control.preflight.LinkPlan.Factor;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.Option;
import io.twinspan.model.option.SourceOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** What will be asked for: what is always created, and whatever else the file sets. */
    static List<Factor> of(LinkConfiguration link, Map<String, String> worker) {
        List<Factor> factors = new ArrayList<>();
        for (String key : STORAGE) {
            String given = worker.get(key);
            factors.add(
                    new Factor(key, given == null ? STORAGE_DEFAULT : Integer.parseInt(given.trim()), given != null));
        }
        if (!link.isEnabled()) {
            heartbeats(link).ifPresent(factors::add);
            return factors;
        }
        for (Option<?> option : LINK) {
            if (link.originals().containsKey(option.name())) {
                link.find(option)
                        .ifPresent(value -> factors.add(new Factor(option.name(), ((Number) value).intValue(), true)));
            }
        }
        if (!link.originals().containsKey(SourceOptions.REPLICATION_FACTOR.name())) {
            factors.add(new Factor(
                    SourceOptions.REPLICATION_FACTOR.name(), link.get(SourceOptions.REPLICATION_FACTOR), false));
        }
        if (!link.originals().containsKey(LinkOptions.POSITIONS_REPLICATION.name())
                && !link.originals().containsKey(SourceOptions.OFFSET_SYNCS_REPLICATION.name())) {
            factors.add(new Factor(LinkOptions.POSITIONS_REPLICATION.name(), link.positionsReplication(), false));
        }
        if (LinkGroups.translates(link) && !link.originals().containsKey(GroupOptions.CHECKPOINTS_REPLICATION.name())) {
            factors.add(new Factor(
                    GroupOptions.CHECKPOINTS_REPLICATION.name(),
                    link.get(GroupOptions.CHECKPOINTS_REPLICATION),
                    false));
        }
        return factors;
    }

    /** Unless it is given, the heartbeat connector takes no more replicas than there are brokers. */
    private static Optional<Factor> heartbeats(LinkConfiguration link) {
        Option<Short> option = GroupOptions.HEARTBEATS_REPLICATION;
        return link.originals().containsKey(option.name())
                ? Optional.of(new Factor(option.name(), link.get(option), true))
                : Optional.empty();
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
