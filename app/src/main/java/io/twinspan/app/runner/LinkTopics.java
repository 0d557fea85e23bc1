package io.twinspan.app.runner;

import io.twinspan.connect.plugin.LinkPlugins;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.option.LinkConfiguration;
import io.twinspan.model.option.SourceOptions;
import io.twinspan.model.wire.InternalTopics;
import java.util.Optional;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a link, decided by the plug-in classes that its configuration names. Immutable, as far as they are.
 */
final class LinkTopics implements TopicRules {
    private final LinkName link;
    private final ReplicationPolicy policy;
    private final TopicFilter filter;
    private final boolean heartbeats;

    private LinkTopics(LinkName link, ReplicationPolicy policy, TopicFilter filter, boolean heartbeats) {
        this.link = link;
        this.policy = policy;
        this.filter = filter;
        this.heartbeats = heartbeats;
    }

    /**
     * Loads the classes.
     *
     * @throws Misconfigured naming the key whose class cannot be used
     */
    static LinkTopics of(LinkConfiguration link) {
        var plugins = new LinkPlugins(link);
        return new LinkTopics(
                link.name(),
                plugins.replicationPolicy(),
                plugins.topicFilter(),
                link.get(SourceOptions.HEARTBEATS_REPLICATION));
    }

    static ReplicationPolicy policy(LinkConfiguration link) {
        return new LinkPlugins(link).replicationPolicy();
    }

    @Override
    public Optional<String> reasonAgainst(String topic) {
        if (policy.isInternalTopic(topic) || InternalTopics.isOurs(topic)) {
            return Optional.of("internal");
        }
        if (comesFromTarget(topic)) {
            return Optional.of("came from " + link.target());
        }
        boolean wanted = filter.shouldReplicateTopic(topic) || (heartbeats && policy.isHeartbeatsTopic(topic));
        return wanted ? Optional.empty() : Optional.of("not matched by topics, or excluded");
    }

    @Override
    public String targetTopic(String topic) {
        return policy.formatRemoteTopic(link.source().value(), topic);
    }

    @Override
    public boolean isHeartbeats(String topic) {
        return policy.isHeartbeatsTopic(topic);
    }

    /** Over any number of links; a policy that keeps names cannot tell. */
    private boolean comesFromTarget(String topic) {
        @Nullable String at = topic;
        for (int hops = 0; at != null && hops <= topic.length(); hops++) {
            @Nullable String source = policy.topicSource(at);
            if (source == null) {
                return false;
            }
            if (source.equals(link.target().value())) {
                return true;
            }
            @Nullable String upstream = policy.upstreamTopic(at);
            at = at.equals(upstream) ? null : upstream;
        }
        return false;
    }
}
