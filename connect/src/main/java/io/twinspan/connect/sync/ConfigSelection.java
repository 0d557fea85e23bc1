package io.twinspan.connect.sync;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;

/** Chooses which of a source topic's configs a new target topic gets, as MirrorMaker 2 does. Thread-safe: pure functions. */
public final class ConfigSelection {

    private ConfigSelection() {}

    /**
     * The configs to set: what the filter admits, without what the brokers' files say, and without defaults unless the filter
     * takes the source's defaults ({@code use.defaults.from = source}).
     */
    public static Map<String, String> select(Collection<ConfigEntry> entries, ConfigPropertyFilter filter) {
        var chosen = new TreeMap<String, String>();
        for (ConfigEntry entry : entries) {
            boolean settable = !entry.isReadOnly()
                    && !entry.isSensitive()
                    && entry.value() != null
                    && entry.source() != ConfigSource.STATIC_BROKER_CONFIG;
            if (settable
                    && filter.shouldReplicateConfigProperty(entry.name())
                    && (!entry.isDefault() || filter.shouldReplicateSourceDefault(entry.name()))) {
                chosen.put(entry.name(), entry.value());
            }
        }
        return chosen;
    }
}
