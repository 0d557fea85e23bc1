package io.twinspan.control.scene;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.control.cluster.CompactedTopic;
import io.twinspan.control.cluster.TopicWriter;
import io.twinspan.control.group.GroupSurvey;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A link, both its clusters and the link in the other direction, with clients that are opened when they are first needed. Confined to one
 * thread.
 */
public final class Scene implements AutoCloseable {
    private static final String CLIENT_ID = "twinspan-operation";

    private final LinkView link;
    private final @Nullable LinkView back;
    private final Clock clock;
    private final Duration limit;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<ClusterAccess, TopicWriter> writers = new HashMap<>();
    private @Nullable ClusterClient source;
    private @Nullable ClusterClient target;
    private @Nullable LinkFollower follower;
    private @Nullable GroupSurvey groups;
    private @Nullable Scene reverse;

    /**
     * @param back the link in the other direction, or null if the file has none
     * @param limit how long each answer may take
     */
    public Scene(LinkView link, @Nullable LinkView back, Clock clock, Duration limit) {
        this.link = link;
        this.back = back;
        this.clock = clock;
        this.limit = limit;
    }

    public LinkView link() {
        return link;
    }

    /** The link in the other direction, or null if the file has none. */
    public @Nullable LinkView back() {
        return back;
    }

    public Clock clock() {
        return clock;
    }

    /** How long each answer may take. */
    public Duration limit() {
        return limit;
    }

    /**
     * The scene of the link in the other direction, which has the same clients where the file gives both links the same; it is closed with
     * this one.
     *
     * @throws Misconfigured if the file has no such link
     */
    public Scene reverse() {
        Scene known = reverse;
        if (known == null) {
            if (back == null) {
                throw new Misconfigured("failback", "the file has no link in the direction opposite to " + link.name());
            }
            known = closing(new Scene(back, link, clock, limit));
            known.reverse = this;
            reverse = known;
        }
        return known;
    }

    /** The source cluster. */
    public ClusterClient source() {
        ClusterClient known = source;
        if (known == null) {
            known = client(link.source());
            source = known;
        }
        return known;
    }

    /** The target cluster. */
    public ClusterClient target() {
        ClusterClient known = target;
        if (known == null) {
            known = client(link.target());
            target = known;
        }
        return known;
    }

    private ClusterClient client(ClusterAccess cluster) {
        Scene other = reverse;
        ClusterClient shared = other == null ? null : other.opened(cluster);
        return shared == null ? closing(new ClusterClient(cluster, CLIENT_ID, limit)) : shared;
    }

    private @Nullable ClusterClient opened(ClusterAccess cluster) {
        if (source != null && source.cluster().equals(cluster)) {
            return source;
        }
        return target != null && target.cluster().equals(cluster) ? target : null;
    }

    /** What the link stores. */
    public LinkFollower follower() {
        LinkFollower known = follower;
        if (known == null) {
            known = closing(new LinkFollower(link, clock, limit));
            follower = known;
        }
        return known;
    }

    /** The link's groups. */
    public GroupSurvey groups() {
        GroupSurvey known = groups;
        if (known == null) {
            known = closing(new GroupSurvey(link, source(), target(), limit));
            groups = known;
        }
        return known;
    }

    /** Appends to topics of the target. */
    public TopicWriter writer() {
        return writer(link.target());
    }

    private TopicWriter writer(ClusterAccess cluster) {
        TopicWriter known = writers.get(cluster);
        if (known == null) {
            known = reverse == null ? null : reverse.writers.get(cluster);
            known = known == null ? closing(new TopicWriter(cluster, CLIENT_ID, limit)) : known;
            writers.put(cluster, known);
        }
        return known;
    }

    /**
     * Says what a link between the two clusters may do, from now on and for all its processes.
     *
     * @throws ReplicationException if that could not be stored
     */
    public void order(LinkView which, LinkHold hold) {
        boolean isThere = which.target().alias().equals(link.target().alias());
        new CompactedTopic(which.target(), which.controlTopic(), which.storageReplication())
                .create(isThere ? target() : source());
        writer(which.target())
                .append(
                        "storing in " + which.controlTopic() + " what link " + which.name() + " may do",
                        List.of(new ProducerRecord<>(
                                which.controlTopic(),
                                ControlRecords.encodeKey(hold),
                                ControlRecords.encodeValue(hold))));
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        for (AutoCloseable one = open.poll(); one != null; one = open.poll()) {
            Utils.closeQuietly(one, "a part of the operation");
        }
    }
}
