package io.twinspan.connect.sync;

import io.twinspan.connect.sync.ConfigSelection.Selected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Compares the configs of the target's topics with the source's. Thread-safe: pure functions.
 *
 * <p>What the source sets, the target gets. What the source does not set is taken back only if the link put it there: MirrorMaker 2
 * deletes it whoever did, and writes every config of every topic again each time.
 */
public final class ConfigReconciler {

    private ConfigReconciler() {}

    /**
     * What a target topic has. Immutable.
     *
     * @param own the configs that were set on the topic
     * @param effective all configs as they hold, these and the defaults
     */
    public record Observed(Map<String, String> own, Map<String, String> effective) {
        public Observed {
            own = Map.copyOf(own);
            effective = Map.copyOf(effective);
        }
    }

    /**
     * The differences, in the order of topics and names; topics that were not observed are left out.
     *
     * @param observed what each target topic has
     * @param desired what the source says of each target topic
     * @param remembered what the link set, or found in step, before
     * @param governs whether the target's topics follow the source in a config
     */
    public static List<ConfigChange> plan(
            Map<String, Observed> observed,
            Map<String, Selected> desired,
            Map<String, Map<String, String>> remembered,
            Predicate<String> governs) {
        var changes = new ArrayList<ConfigChange>();
        new TreeMap<>(desired).forEach((topic, wanted) -> {
            Observed there = observed.get(topic);
            if (there != null) {
                Map<String, String> memory = remembered.getOrDefault(topic, Map.of());
                var ofTopic = new TreeMap<String, ConfigChange>();
                settings(topic, there, wanted, memory).forEach(set -> ofTopic.put(set.name(), set));
                others(topic, there, wanted, memory, governs).forEach(other -> ofTopic.put(other.name(), other));
                changes.addAll(ofTopic.values());
            }
        });
        return changes;
    }

    private static List<ConfigChange.Set> settings(
            String topic, Observed there, Selected wanted, Map<String, String> memory) {
        var changes = new ArrayList<ConfigChange.Set>();
        wanted.all().forEach((name, value) -> {
            // A default of the source that holds on the target as well needs no setting.
            Map<String, String> compared = wanted.own().containsKey(name) ? there.own() : there.effective();
            if (!value.equals(compared.get(name))) {
                String holds = there.effective().getOrDefault(name, "");
                changes.add(new ConfigChange.Set(topic, name, holds, value, value.equals(memory.get(name))));
            }
        });
        return changes;
    }

    private static List<ConfigChange> others(
            String topic, Observed there, Selected wanted, Map<String, String> memory, Predicate<String> governs) {
        var changes = new ArrayList<ConfigChange>();
        Map<String, String> all = wanted.all();
        there.own().forEach((name, value) -> {
            if (!all.containsKey(name) && governs.test(name)) {
                changes.add(
                        value.equals(memory.get(name))
                                ? new ConfigChange.Unset(topic, name, value)
                                : new ConfigChange.Leave(topic, name, value));
            }
        });
        return changes;
    }

    /**
     * What to remember of each observed topic while the plan is carried out: what may then stand there because of the source. What
     * was in step already counts, so that a topic which MirrorMaker 2 created is followed in removals, too.
     *
     * @see #settled
     */
    public static Map<String, Map<String, String>> memory(
            Map<String, Observed> observed, Map<String, Selected> desired, List<ConfigChange> plan) {
        var memory = new TreeMap<String, Map<String, String>>();
        desired.forEach((topic, wanted) -> {
            if (observed.containsKey(topic)) {
                memory.put(topic, new TreeMap<>(wanted.own()));
            }
        });
        for (ConfigChange change : plan) {
            if (change instanceof ConfigChange.Set set) {
                memory.computeIfAbsent(set.topic(), topic -> new TreeMap<>()).put(set.name(), set.to());
            } else if (change instanceof ConfigChange.Unset unset) {
                memory.computeIfAbsent(unset.topic(), topic -> new TreeMap<>()).put(unset.name(), unset.from());
            }
        }
        desired.forEach((topic, wanted) -> {
            Observed there = observed.get(topic);
            if (there != null) {
                keepDefaultsInStep(memory, topic, wanted, there);
            }
        });
        return memory;
    }

    /**
     * What to remember after an attempt: neither what the target refused to take nor what was taken back stands there because of
     * the link; what could not be taken back does.
     *
     * @param memory as {@link #memory} says
     */
    public static Map<String, Map<String, String>> settled(
            Map<String, Map<String, String>> memory, List<ConfigChange> done, List<ConfigChange> refused) {
        var settled = new TreeMap<String, Map<String, String>>();
        memory.forEach((topic, values) -> settled.put(topic, new TreeMap<>(values)));
        for (ConfigChange change : refused) {
            if (change instanceof ConfigChange.Set set) {
                settled.getOrDefault(set.topic(), new TreeMap<>()).remove(set.name(), set.to());
            }
        }
        for (ConfigChange change : done) {
            if (change instanceof ConfigChange.Unset unset) {
                settled.getOrDefault(unset.topic(), new TreeMap<>()).remove(unset.name());
            }
        }
        return settled;
    }

    private static void keepDefaultsInStep(
            Map<String, Map<String, String>> memory, String topic, Selected wanted, Observed there) {
        wanted.defaults().forEach((name, value) -> {
            if (value.equals(there.own().get(name))) {
                memory.computeIfAbsent(topic, unused -> new TreeMap<>()).put(name, value);
            }
        });
    }
}
