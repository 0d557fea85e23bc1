package io.twinspan.control.doctor;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;

/** Values of configs that clusters tell. Thread-safe: pure functions. */
final class Configs {
    private Configs() {}

    /** Empty if it is not there. */
    static String text(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    /** -1 if it is not there. */
    static long number(Config config, String name) {
        String value = text(config, name);
        return value.isEmpty() ? -1 : Long.parseLong(value);
    }
}
