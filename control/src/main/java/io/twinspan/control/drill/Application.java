package io.twinspan.control.drill;

import io.twinspan.control.cluster.ClusterAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application that would go on at the target, by its client configuration. Immutable. Holds secrets, and never shows them.
 *
 * @param name of the file that it came from, for people
 * @param access how it would reach the target; of its settings, only those that say where it connects, and as whom
 * @param group its consumer group, as {@code group.id} says; empty if nothing does
 */
public record Application(String name, ClusterAccess access, Optional<String> group) {
    private static final List<String> KEPT = List.of("ssl.", "sasl.", "security.");
    private static final String SERVERS = "bootstrap.servers";

    /**
     * What a client's settings say; other settings of it may name classes that only the application has.
     *
     * @param target whose addresses are used if it names none
     */
    public static Application of(String name, Map<String, String> settings, ClusterAccess target) {
        var kept = new HashMap<String, Object>();
        settings.forEach((key, value) -> {
            if (KEPT.stream().anyMatch(key::startsWith)) {
                kept.put(key, value);
            }
        });
        kept.put(SERVERS, settings.getOrDefault(SERVERS, target.bootstrapServers()));
        return new Application(
                name,
                new ClusterAccess(target.alias(), kept),
                Optional.ofNullable(settings.get("group.id")).filter(group -> !group.isBlank()));
    }

    /** Who brokers take it for, as far as its settings tell. */
    public String principal() {
        return isKnown() ? access.principal() : "the application of " + name;
    }

    /** Whether its settings tell who it is, so that ACLs can be looked up for it. */
    boolean isKnown() {
        return access.principal().startsWith("User:");
    }

    @Override
    public String toString() {
        return principal();
    }
}
