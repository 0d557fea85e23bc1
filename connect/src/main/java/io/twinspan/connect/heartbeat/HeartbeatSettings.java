package io.twinspan.connect.heartbeat;

import io.twinspan.connect.source.ClientSettings;
import io.twinspan.connect.source.PlugIns;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.ClientRole;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.mirror.MirrorHeartbeatConnector;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the heartbeat connector was told to do. Immutable.
 *
 * @param connector the connector's name, for client ids
 * @param interval how often a heartbeat is written, or null for never
 */
record HeartbeatSettings(
        LinkConfiguration config,
        String connector,
        @Nullable Duration interval) {
    /** MirrorMaker 2's own. */
    static final ConfigDef DEFINITION = new MirrorHeartbeatConnector().config();

    /**
     * Reads a connector's or a task's configuration. {@code enabled} does not matter to heartbeats.
     *
     * @throws Misconfigured if a value is not of its option's type, or the target is missing
     */
    static HeartbeatSettings parse(Map<String, String> properties) {
        var config = LinkConfiguration.of(properties);
        Object servers =
                config.targetClient(ClientRole.ADMIN).getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
        String key = "target.cluster." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
        if (servers.toString().isBlank()) {
            throw new Misconfigured(
                    key, "'" + key + "' is missing; set it to a broker of the target cluster, as host:port.");
        }
        long seconds = config.get(GroupOptions.EMIT_HEARTBEATS_INTERVAL);
        boolean emits = config.get(GroupOptions.EMIT_HEARTBEATS) && seconds > 0;
        return new HeartbeatSettings(
                config, properties.getOrDefault("name", "twinspan"), emits ? Duration.ofSeconds(seconds) : null);
    }

    LinkName link() {
        return config.name();
    }

    Duration adminTimeout() {
        return Duration.ofMillis(config.get(CommonOptions.ADMIN_TIMEOUT));
    }

    /** The topic on the target. */
    String topic() {
        return plugIns()
                .create(CommonOptions.POLICY_CLASS, ReplicationPolicy.class, "'replication.policy.*'")
                .heartbeatsTopic();
    }

    short replication() {
        return config.get(GroupOptions.HEARTBEATS_REPLICATION);
    }

    /** Whether the operator chose the replication factor. */
    boolean isReplicationGiven() {
        return config.originals().containsKey(GroupOptions.HEARTBEATS_REPLICATION.name());
    }

    /** An admin client of the target. */
    Admin admin() {
        return plugIns().admin(new ClientSettings(config, config.name() + "|" + connector).heartbeatsAdmin());
    }

    private PlugIns plugIns() {
        return new PlugIns(DEFINITION, config.originals());
    }
}
