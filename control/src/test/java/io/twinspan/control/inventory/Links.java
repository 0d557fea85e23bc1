package io.twinspan.control.inventory;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.GroupRules;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.link.Origins;
import io.twinspan.model.name.ClusterAlias;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.InternalTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;

/** A link as a file describes it, for tests. Immutable. */
public final class Links {
    /** Nobody and nothing holds the link. */
    public static final LinkHold FREE = new LinkHold(LinkHold.Level.FREE, "link.standby", 0, "");

    private Links() {}

    /** {@code dc1->dc2}, with default settings. */
    public static LinkView view() {
        return view(new LinkSettings(false, 1, 2, -1, List.of("dc1->dc2|reader"), List.of("dc1->dc2|writer")));
    }

    /** {@code dc1->dc2}. */
    public static LinkView view(LinkSettings settings) {
        var link = new LinkName(new ClusterAlias("dc1"), new ClusterAlias("dc2"));
        return new LinkView(
                cluster("dc1"),
                cluster("dc2"),
                new InternalTopics(link, new DefaultReplicationPolicy()),
                false,
                (short) 1,
                new Topics(),
                new Groups(),
                new CopyRules(true, Origins.AUTO, false),
                settings);
    }

    private static ClusterAccess cluster(String alias) {
        return new ClusterAccess(new ClusterAlias(alias), Map.of("bootstrap.servers", alias + ":9092"));
    }

    /** All but internal ones. Immutable. */
    private static final class Topics implements TopicRules {
        @Override
        public Optional<String> reasonAgainst(String topic) {
            return topic.endsWith(".internal") ? Optional.of("internal") : Optional.empty();
        }

        @Override
        public String targetTopic(String topic) {
            return "dc1." + topic;
        }

        @Override
        public boolean isHeartbeats(String topic) {
            return topic.equals("heartbeats");
        }
    }

    /** All groups, committed on the target. Immutable. */
    private static final class Groups implements GroupRules {
        @Override
        public boolean areTranslated() {
            return true;
        }

        @Override
        public boolean areCommitted() {
            return true;
        }

        @Override
        public boolean accepts(String group) {
            return true;
        }

        @Override
        public List<String> named() {
            return List.of();
        }
    }
}
