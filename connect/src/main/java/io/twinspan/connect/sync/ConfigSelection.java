package io.twinspan.connect.sync;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;

/**
 * Chooses which of a source topic's configs its target topic gets. Thread-safe: pure functions.
 *
 * <p>MirrorMaker 2's rules, but for two traps. It takes what an operator set for the source's brokers at run time for settings of
 * the topic; here that is a default like others. And it copies the limits of records' timestamps, so that the target refuses old
 * records that the source still has.
 */
public final class ConfigSelection {
    /** A copy must take whatever the source once took, so these are the target's business whatever the filter says. */
    private static final Set<String> NEVER = Set.of(
            "message.timestamp.before.max.ms", "message.timestamp.after.max.ms", "message.timestamp.difference.max.ms");

    private ConfigSelection() {}

    /**
     * What the source says. Immutable.
     *
     * @param own the configs that were set on the topic
     * @param defaults the defaults that the filter takes from the source ({@code use.defaults.from = source})
     */
    public record Selected(Map<String, String> own, Map<String, String> defaults) {
        public static final Selected NOTHING = new Selected(Map.of(), Map.of());

        public Selected {
            own = Map.copyOf(own);
            defaults = Map.copyOf(defaults);
        }

        /** What a new topic is created with. */
        public Map<String, String> all() {
            var all = new TreeMap<>(defaults);
            all.putAll(own);
            return all;
        }
    }

    /** Whether the target's topics follow the source in this config at all. */
    public static boolean governs(ConfigPropertyFilter filter, String name) {
        return !NEVER.contains(name) && filter.shouldReplicateConfigProperty(name);
    }

    /** The configs that the target is to have; never what the brokers' files say, nor what cannot be set or read. */
    public static Selected select(Collection<ConfigEntry> entries, ConfigPropertyFilter filter) {
        var own = new TreeMap<String, String>();
        var defaults = new TreeMap<String, String>();
        for (ConfigEntry entry : entries) {
            if (entry.value() == null || !isSettable(entry) || !governs(filter, entry.name())) {
                continue;
            }
            if (isOwn(entry)) {
                own.put(entry.name(), entry.value());
            } else if (filter.shouldReplicateSourceDefault(entry.name())) {
                defaults.put(entry.name(), entry.value());
            }
        }
        return new Selected(own, defaults);
    }

    /** Whether a config was set on the topic itself. */
    static boolean isOwn(ConfigEntry entry) {
        return entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }

    private static boolean isSettable(ConfigEntry entry) {
        return !entry.isReadOnly() && !entry.isSensitive() && entry.source() != ConfigSource.STATIC_BROKER_CONFIG;
    }
}
