package io.twinspan.connect.heartbeat;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.connect.source.ClientSettings;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.mirror.MirrorHeartbeatConnector;
import org.jspecify.annotations.Nullable;

/**
 * What the heartbeat connector was told to do. Immutable.
 *
 * @param interval how often a heartbeat is written, or null for never
 */
record HeartbeatSettings(
        LinkConfiguration config,
        ClientSettings clients,
        @Nullable Duration interval) {
    /** MirrorMaker 2's options, from its own definition. */
    static final ConfigDef DEFINITION = LinkPlugins.byName(new MirrorHeartbeatConnector().config());

    /**
     * Reads a connector's or a task's configuration. {@code enabled} does not matter to heartbeats.
     *
     * @throws Misconfigured if a value is not of its option's type, or the target is missing
     */
    static HeartbeatSettings parse(Map<String, String> properties) {
        var config = LinkConfiguration.of(properties);
        var clients = ClientSettings.of(config, properties);
        clients.requireTarget();
        return new HeartbeatSettings(
                config, clients, config.every(GroupOptions.EMIT_HEARTBEATS, GroupOptions.EMIT_HEARTBEATS_INTERVAL));
    }

    LinkName link() {
        return config.name();
    }

    Duration adminTimeout() {
        return Duration.ofMillis(config.get(CommonOptions.ADMIN_TIMEOUT));
    }

    /** The topic on the target. */
    String topic() {
        return plugins().replicationPolicy().heartbeatsTopic();
    }

    short replication() {
        return config.get(GroupOptions.HEARTBEATS_REPLICATION);
    }

    /** Whether the operator chose the replication factor. */
    boolean isReplicationGiven() {
        return config.originals().containsKey(GroupOptions.HEARTBEATS_REPLICATION.name());
    }

    /** Checks that there is the operator's class of admin clients, without making one. */
    void requireAdmin() {
        plugins().requireAdmin();
    }

    /** An admin client of the target. */
    Admin admin() {
        return plugins().admin(clients.heartbeatsAdmin());
    }

    private LinkPlugins plugins() {
        return new LinkPlugins(config);
    }
}
