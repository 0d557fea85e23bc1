package io.twinspan.model.option;

import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * What one link is told: a connector's configuration, with typed access. Immutable.
 *
 * <p>It comes from a dedicated file by {@link Mm2Properties#links()}, or from a connector's own configuration, as Connect
 * hands it over, by {@link #of}.
 *
 * @param originals the connector's configuration, references resolved; plug-ins are configured with it
 */
public record LinkConfiguration(LinkName name, Map<String, String> originals) {
    public LinkConfiguration {
        originals = Collections.unmodifiableMap(new LinkedHashMap<>(originals));
    }

    /** The link that a connector's configuration describes; values under {@linkplain RemovedName removed names} count. */
    public static LinkConfiguration of(Map<String, String> given) {
        var connector = new LinkedHashMap<>(given);
        RemovedName.in(given.keySet()).stream()
                .filter(removed -> !removed.replacement().isEmpty())
                .forEach(removed -> connector.putIfAbsent(removed.replacement(), given.get(removed.name())));
        String source = connector.get(CommonOptions.SOURCE_ALIAS.name());
        if (source == null) {
            throw new Misconfigured(
                    CommonOptions.SOURCE_ALIAS.name(),
                    "source.cluster.alias is missing; give the source cluster a name, such as dc1");
        }
        String target =
                connector.getOrDefault(CommonOptions.TARGET_ALIAS.name(), CommonOptions.TARGET_ALIAS.defaultText());
        try {
            return new LinkConfiguration(new LinkName(new ClusterAlias(source), new ClusterAlias(target)), connector);
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(CommonOptions.SOURCE_ALIAS.name(), e.getMessage() == null ? "" : e.getMessage(), e);
        }
    }

    /**
     * An option's value or its default.
     *
     * @throws Misconfigured if the value cannot be, or if there is none and no default either
     */
    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() -> new Misconfigured(
                        option.name(), option.name() + " is missing for the link " + name + "; it has no default"));
    }

    /** An option's value or its default; empty if there is neither. */
    public <T> Optional<T> find(Option<T> option) {
        String value = originals.get(option.name());
        if (value == null) {
            return Optional.ofNullable(option.defaultValue());
        }
        try {
            return Optional.of(option.parse(value));
        } catch (ConfigException e) {
            throw new Misconfigured(option.name(), "link " + name + ": " + e.getMessage(), e);
        }
    }

    public boolean isEnabled() {
        return get(CommonOptions.ENABLED);
    }

    /** Whether records go through Connect one by one: because the file says so, or because the link transforms them. */
    public boolean isRecordMode() {
        return mode().equals("record")
                || (isModeOpen() && !get(ConnectOptions.TRANSFORMS).isEmpty());
    }

    /** Whether the file leaves it open how records are copied. */
    public boolean isModeOpen() {
        return mode().equals("auto");
    }

    private String mode() {
        return get(LinkOptions.MODE).toLowerCase(Locale.ROOT);
    }

    /** The replication factor of the positions topic: its own, or else that of the offset-syncs topic. */
    public short positionsReplication() {
        return find(LinkOptions.POSITIONS_REPLICATION).orElseGet(() -> get(SourceOptions.OFFSET_SYNCS_REPLICATION));
    }

    /**
     * The settings of a client of the source cluster: {@code source.cluster.} security settings; {@code consumer.} and so
     * on; {@code source.consumer.} and so on, the highest. A consumer never commits, and begins at the earliest offset
     * unless told otherwise.
     */
    public Map<String, Object> sourceClient(ClientRole role) {
        return client("source.", role);
    }

    /** The settings of a client of the target cluster, in the same layers. */
    public Map<String, Object> targetClient(ClientRole role) {
        return client("target.", role);
    }

    /**
     * The settings with which the link's records are produced. MirrorMaker 2 takes them from the target's worker and from
     * {@code producer.override.}; the link's own {@code producer.} is for offset syncs alone.
     */
    public Map<String, Object> recordProducer() {
        Map<String, Object> client = cluster("target.");
        client.putAll(Resolver.stripped(originals, "target." + ClientRole.PRODUCER.prefix()));
        client.putAll(Resolver.stripped(originals, ClientRole.PRODUCER.prefix() + "override."));
        return client;
    }

    private Map<String, Object> client(String side, ClientRole role) {
        Map<String, Object> client = cluster(side);
        Resolver.stripped(originals, role.prefix()).forEach((key, value) -> {
            // MirrorMaker 2 lets admin.timeout.ms and consumer.poll.timeout.ms, which are its own, through to the
            // clients.
            if (Catalogue.find(role.prefix() + key).isEmpty() && !key.startsWith("override.")) {
                client.put(key, value);
            }
        });
        client.putAll(Resolver.stripped(originals, side + role.prefix()));
        if (role == ClientRole.CONSUMER) {
            client.put("enable.auto.commit", "false");
            client.putIfAbsent("auto.offset.reset", "earliest");
        }
        return client;
    }

    private Map<String, Object> cluster(String side) {
        var client = new LinkedHashMap<String, Object>();
        Resolver.stripped(originals, side + "cluster.").forEach((key, value) -> {
            if (ClientRole.CLUSTER_NAMES.contains(key)) {
                client.put(key, value);
            }
        });
        return client;
    }

    @Override
    public String toString() {
        return "LinkConfiguration[" + name + ", " + Secrets.shown(originals) + "]";
    }
}
