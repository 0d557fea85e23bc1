package io.twinspan.model.option;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A key that older versions of MirrorMaker 2 or Kafka Connect knew, and what became of it. Immutable.
 *
 * <p>MirrorMaker 2 of Kafka 4 ignores these silently. Here a value given under an old name counts under the new one,
 * unless the new one is given, too.
 *
 * @param replacement the new name; empty if the key has no effect any more
 * @param advice what to do, for people
 */
public record RemovedName(String name, String replacement, String advice) {
    private static final List<RemovedName> ALL = List.of(
            renamed("topics.blacklist", "topics.exclude"),
            renamed("groups.blacklist", "groups.exclude"),
            renamed("config.properties.blacklist", "config.properties.exclude"),
            renamed("topics.whitelist", "topics"),
            renamed("groups.whitelist", "groups"),
            gone("use.incremental.alter.configs", "topic configs are always changed one by one; remove the line"),
            gone("auto.include.jmx.reporter", "list what you want in metric.reporters instead"),
            gone("rest.port", "write it as part of listeners, for instance listeners = http://:8083"),
            gone("rest.host.name", "write it as part of listeners, for instance listeners = http://host:8083"),
            gone("offset.storage.file.filename", "offsets are kept in Kafka; remove the line"),
            gone("internal.key.converter", "Connect's internal format is fixed; remove the line"),
            gone("internal.value.converter", "Connect's internal format is fixed; remove the line"));

    /** All removed names, as the reference lists them. */
    public static List<RemovedName> all() {
        return ALL;
    }

    /** Those among the keys of a connector's configuration. */
    public static List<RemovedName> in(Set<String> keys) {
        return ALL.stream().filter(removed -> keys.contains(removed.name)).toList();
    }

    /** The removed name that a key ends in, for a key at top level or after a cluster's or link's prefix. */
    static Optional<RemovedName> find(String name) {
        return ALL.stream().filter(removed -> removed.name.equals(name)).findFirst();
    }

    private static RemovedName renamed(String name, String replacement) {
        return new RemovedName(name, replacement, "write " + replacement + " instead; its value is used as such");
    }

    private static RemovedName gone(String name, String advice) {
        return new RemovedName(name, "", advice);
    }
}
