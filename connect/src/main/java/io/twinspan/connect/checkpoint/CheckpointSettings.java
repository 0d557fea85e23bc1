package io.twinspan.connect.checkpoint;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.connect.source.ClientSettings;
import io.twinspan.connect.source.HoldWatch;
import io.twinspan.connect.source.Resources;
import io.twinspan.connect.source.TopicSelection;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.CommonOptions;
import io.twinspan.model.option.GroupOptions;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.mirror.GroupFilter;
import org.apache.kafka.connect.mirror.MirrorCheckpointConnector;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the checkpoint connector and its tasks were told to do. Immutable.
 *
 * @param refreshInterval how often groups are looked for, or null for only once
 * @param emitInterval how often groups are read and their checkpoints written, or null for never
 * @param syncInterval how often offsets are committed on the target, or null for never
 */
record CheckpointSettings(
        LinkConfiguration config,
        ClientSettings clients,
        Duration adminTimeout,
        @Nullable Duration refreshInterval,
        @Nullable Duration emitInterval,
        @Nullable Duration syncInterval,
        short replication) {

    /** MirrorMaker 2's options, from its own definition. */
    static final ConfigDef DEFINITION = LinkPlugins.byName(new MirrorCheckpointConnector().config());

    /** Set by the connector for its tasks: the groups of a task, see {@link GroupNames}. */
    static final String TASK_GROUPS = "task.assigned.groups";

    /** Set by the connector for its tasks: those of {@link #TASK_GROUPS} that are share groups. */
    static final String TASK_SHARE_GROUPS = "task.assigned.share.groups";

    /**
     * Reads a connector's or a task's configuration.
     *
     * @throws Misconfigured if a value is not of its option's type, or the values do not make a link
     */
    static CheckpointSettings parse(Map<String, String> properties) {
        var config = LinkConfiguration.of(properties);
        var clients = ClientSettings.of(config, properties);
        clients.requireBootstrap();
        return new CheckpointSettings(
                config,
                clients,
                Duration.ofMillis(config.get(CommonOptions.ADMIN_TIMEOUT)),
                config.every(GroupOptions.REFRESH_GROUPS, GroupOptions.REFRESH_GROUPS_INTERVAL),
                config.every(GroupOptions.EMIT_CHECKPOINTS, GroupOptions.EMIT_CHECKPOINTS_INTERVAL),
                config.every(GroupOptions.SYNC_GROUP_OFFSETS, GroupOptions.SYNC_GROUP_OFFSETS_INTERVAL),
                config.get(GroupOptions.CHECKPOINTS_REPLICATION));
    }

    LinkName link() {
        return config.name();
    }

    /** Whether there is anything to do. */
    boolean enabled() {
        return config.isEnabled() && emitInterval != null;
    }

    InternalTopics topics() {
        return new InternalTopics(link(), replicationPolicy());
    }

    /** Tells whether an operator holds the link back. */
    HoldWatch holds() {
        return new HoldWatch(
                link(),
                topics().control(),
                clients.positionsConsumer(),
                targetErrors(),
                HoldWatch.unheld(config).level(),
                adminTimeout);
    }

    /** The topics that the link copies, as the source connector selects them. */
    TopicSelection selection() {
        TopicFilter filter = plugins().topicFilter();
        return new TopicSelection(
                link(), replicationPolicy(), filter, config.get(SourceOptions.HEARTBEATS_REPLICATION));
    }

    GroupFilter groupFilter() {
        return plugins().groupFilter();
    }

    private ReplicationPolicy replicationPolicy() {
        return plugins().replicationPolicy();
    }

    /** An admin client for the source's groups, which {@code opened} closes. */
    Admin sourceAdmin(Resources opened) {
        return opened.admin(() -> plugins().admin(clients.checkpointSourceAdmin()), sourceErrors());
    }

    /** An admin client for the target's groups and the checkpoints topic, which {@code opened} closes. */
    Admin targetAdmin(Resources opened) {
        return opened.admin(() -> plugins().admin(clients.checkpointTargetAdmin()), targetErrors());
    }

    ClusterErrors sourceErrors() {
        return new ClusterErrors("source.cluster.", link().source().value());
    }

    ClusterErrors targetErrors() {
        return new ClusterErrors("target.cluster.", link().target().value());
    }

    private LinkPlugins plugins() {
        return new LinkPlugins(config);
    }
}
