package io.twinspan.connect.source;

import io.twinspan.client.cluster.ClusterErrors;
import io.twinspan.connect.sync.AclSync;
import io.twinspan.connect.sync.ClusterAcls;
import io.twinspan.connect.sync.ConfigSync;
import io.twinspan.connect.sync.SmallTopic;
import io.twinspan.connect.sync.TargetConfigs;
import io.twinspan.connect.sync.TargetTopics;
import io.twinspan.model.option.LinkOptions;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.mirror.ConfigPropertyFilter;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What looks after a link's topics, configs and ACLs, made from its settings, with the clients that it holds open. Confined to one
 * thread at a time; closing may be done by any.
 */
final class LinkParts implements AutoCloseable {
    private final Resources opened = new Resources("the link");
    private final SourceSettings settings;
    private final TopicSelection topics;
    private final SourceTopics source;
    private final Refresh refresh;
    private final @Nullable ConfigSync configs;
    private final @Nullable AclSync acls;

    private LinkParts(SourceSettings settings) {
        this.settings = settings;
        try {
            ReplicationPolicy policy = settings.replicationPolicy();
            topics = new TopicSelection(
                    settings.link(), policy, opened.closing(settings.topicFilter()), settings.heartbeats());
            ConfigPropertyFilter filter = opened.closing(settings.configFilter());
            var sourceErrors = new ClusterErrors(
                    "source.cluster.", settings.link().source().value());
            var targetErrors = new ClusterErrors(
                    "target.cluster.", settings.link().target().value());
            Admin sourceAdmin =
                    opened.admin(() -> settings.admin(settings.clients().sourceAdmin()), sourceErrors);
            Admin targetAdmin =
                    opened.admin(() -> settings.admin(settings.clients().targetAdmin()), targetErrors);
            Duration timeout = settings.adminTimeout();
            source = new SourceTopics(sourceAdmin, sourceErrors, timeout);
            var target = new TargetTopics(targetAdmin, targetErrors, timeout, SourceOptions.REPLICATION_FACTOR.name());
            var internal = new InternalTopics(settings.link(), policy);
            var beside = new MirrorSide(settings, sourceAdmin, sourceErrors, targetAdmin, targetErrors);
            var smallTopics = new ArrayList<>(beside.topics());
            smallTopics.add(new SmallTopic(
                    targetAdmin,
                    targetErrors,
                    timeout,
                    internal.control(),
                    1,
                    settings.positionsReplication(),
                    "orders of 'twinspan lanes' wait for the next start of a task",
                    LinkOptions.POSITIONS_REPLICATION.name()));
            refresh = new Refresh(settings, topics, filter, source, target, internal.positions(), smallTopics);
            var memory = new StoredMemory(settings, internal.synced(), target, targetErrors);
            HoldWatch holds = holds(internal, targetErrors);
            configs = settings.sync().configs() == null
                    ? null
                    : new ConfigSync(
                            settings.link(),
                            (names, problems) -> source.configs(names, filter, problems),
                            new TargetConfigs(targetAdmin, targetErrors, timeout),
                            memory,
                            filter,
                            holds::mayChange);
            acls = settings.sync().acls() == null
                    ? null
                    : new AclSync(
                            settings.link(),
                            new ClusterAcls(sourceAdmin, sourceErrors, timeout),
                            new ClusterAcls(targetAdmin, targetErrors, timeout),
                            memory,
                            topics,
                            groups(),
                            holds::mayChange);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private HoldWatch holds(InternalTopics internal, ClusterErrors targetErrors) {
        return new HoldWatch(
                settings.link(),
                internal.control(),
                settings.clients().positionsConsumer(),
                targetErrors,
                HoldWatch.unheld(settings.config()).level(),
                settings.adminTimeout());
    }

    /** Makes the parts; none is left open if that fails. */
    static LinkParts open(SourceSettings settings) {
        return new LinkParts(settings);
    }

    private @Nullable Predicate<String> groups() {
        return settings.sync().groupAcls() ? opened.closing(settings.groupFilter())::shouldReplicateGroup : null;
    }

    /** The name of a source topic on the target. */
    String targetOf(String topic) {
        return topics.targetOf(topic);
    }

    SourceTopics source() {
        return source;
    }

    Refresh refresh() {
        return refresh;
    }

    /** What keeps configs in step, or null if nothing is to. */
    @Nullable
    ConfigSync configs() {
        return configs;
    }

    /** What keeps ACLs in step, or null if nothing is to. */
    @Nullable
    AclSync acls() {
        return acls;
    }

    @Override
    public void close() {
        opened.close();
    }
}
