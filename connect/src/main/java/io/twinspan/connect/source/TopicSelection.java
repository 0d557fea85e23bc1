package io.twinspan.connect.source;

import io.twinspan.connect.sync.AclTranslation;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.InternalTopics;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * Decides which topics of the source a link copies, as MirrorMaker 2 does. Immutable, as far as its plug-ins are.
 *
 * @param heartbeats whether heartbeats topics are copied whatever the filter says
 */
public record TopicSelection(LinkName link, ReplicationPolicy policy, TopicFilter filter, boolean heartbeats)
        implements AclTranslation.Naming {

    /** Whether the link copies this topic. */
    @Override
    public boolean selects(String topic) {
        return (filter.shouldReplicateTopic(topic) || (heartbeats && policy.isHeartbeatsTopic(topic)))
                && !policy.isInternalTopic(topic)
                && !InternalTopics.isOurs(topic)
                && !isCycle(topic);
    }

    /** The name of a source topic on the target. */
    @Override
    public String targetOf(String topic) {
        return policy.formatRemoteTopic(link.source().value(), topic);
    }

    @Override
    public boolean marksCopy(String targetTopic) {
        return link.source().value().equals(policy.topicSource(targetTopic));
    }

    /**
     * Whether the topic comes, over any number of links, from the target. A policy that keeps names (such as the identity
     * policy) cannot tell: there, only heartbeats are found.
     */
    boolean isCycle(String topic) {
        @Nullable String at = topic;
        // A policy that strips nothing, or strips for ever, must not hang discovery: each hop takes a character at
        // least.
        for (int hops = 0; at != null && hops <= topic.length(); hops++) {
            String source = policy.topicSource(at);
            if (source == null) {
                return false;
            }
            if (source.equals(link.target().value())) {
                return true;
            }
            String upstream = policy.upstreamTopic(at);
            at = at.equals(upstream) ? null : upstream;
        }
        return false;
    }
}
