package io.twinspan.control.orphan;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.control.operation.Time;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Resting;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Finds where orphans may be. Confined to one thread.
 *
 * <p>As long as an operation holds the link, everything behind its positions is one, and these are exact once its tasks have made sure of them.
 * When it goes on in topics of the same name, what it left behind is stored as {@link Cause#ORPHANED}. In topics whose copies have names of their
 * own it copies them itself then, so that there are none.
 */
public final class OrphanSearch {
    private static final long LOOK_MS = 200;
    private static final long SETTLES_MS = 20_000;

    private final Scene scene;
    private final Time time;
    private final List<String> remarks = new ArrayList<>();

    public OrphanSearch(Scene scene, Time time) {
        this.scene = scene;
        this.time = time;
    }

    /** What could not be told, for people. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Whether an operation holds the link, as of the last look. */
    public static boolean isHeld(LinkFollower follower) {
        return follower.hold()
                .filter(hold -> hold.level() == LinkHold.Level.HELD)
                .isPresent();
    }

    /**
     * All stretches of these topics, in the order of their names.
     *
     * @throws Inconsistent if the link is held and not sure of its positions
     */
    public List<OrphanRange> find(Pattern topics) {
        LinkFollower follower = scene.follower();
        follower.look();
        var ranges = new ArrayList<OrphanRange>();
        if (isHeld(follower)) {
            ranges.addAll(behind(topics));
        }
        ranges.addAll(leftBehind(follower, described(topics)));
        ranges.sort(OrphanRange.ORDER);
        return ranges;
    }

    /**
     * Those of a held link behind its positions, in the order of their names.
     *
     * @throws Inconsistent if the link is not sure of its positions
     */
    public List<OrphanRange> behind(Pattern topics) {
        LinkFollower follower = scene.follower();
        awaitSettled(follower);
        Map<String, TopicDescription> described = described(topics);
        List<OrphanRange> ranges = notCopied(follower, described, ClusterClient.partitions(described.values()));
        ranges.sort(OrphanRange.ORDER);
        return ranges;
    }

    /**
     * Waits until a held link is sure of its last positions.
     *
     * @throws Inconsistent if it does not become so soon
     */
    private void awaitSettled(LinkFollower follower) {
        LinkHold hold = follower.hold().orElseThrow();
        long until = time.nowMs() + SETTLES_MS;
        while (true) {
            follower.look();
            Resting rest = Resting.of(follower, hold, time.nowMs());
            if (rest.isSettled() && rest.waitFor().isEmpty()) {
                return;
            }
            if (time.nowMs() > until || !time.pause(LOOK_MS)) {
                throw new Inconsistent("link " + scene.link().name()
                        + (rest.resting() == 0 ? " does not run, so it" : "")
                        + " has not made sure of its last positions: what it had under way when "
                        + scene.link().source().alias()
                        + " was lost may be copied or not. Start it (twinspan run), where it reaches both clusters; it stays"
                        + " held, looks into both, and copies nothing");
            }
        }
    }

    private Map<String, TopicDescription> described(Pattern topics) {
        TopicRules rules = scene.link().rules();
        Set<String> names = new TreeSet<>();
        for (String topic : scene.source().topicNames()) {
            if (rules.reasonAgainst(topic).isEmpty()
                    && !rules.isHeartbeats(topic)
                    && topics.matcher(topic).matches()) {
                names.add(topic);
            }
        }
        return scene.source().topics(names);
    }

    private OrphanRange range(TopicPartition partition, Uuid topicId, long from, long to) {
        String copy = scene.link().rules().targetTopic(partition.topic());
        return new OrphanRange(partition, topicId, new TopicPartition(copy, partition.partition()), from, to);
    }

    /** What was left behind when the link went on. */
    private List<OrphanRange> leftBehind(LinkFollower follower, Map<String, TopicDescription> topics) {
        var ranges = new ArrayList<OrphanRange>();
        for (Incident incident : follower.positions().incidents()) {
            LaneId lane = incident.lane();
            TopicDescription topic = topics.get(lane.topic());
            if (incident.cause() != Cause.ORPHANED || topic == null) {
                continue;
            }
            if (topic.topicId().equals(lane.topicId())) {
                var partition = new TopicPartition(lane.topic(), lane.partition());
                ranges.add(range(
                        partition,
                        lane.topicId(),
                        incident.range().from(),
                        incident.range().to()));
            } else {
                remarks.add(incident.offsets() + " orphans of " + lane.topic() + "-" + lane.partition()
                        + " were in a topic of this name that was deleted");
            }
        }
        return ranges;
    }

    /** What lies behind the positions of a held link; all of a partition that it has never copied. */
    private List<OrphanRange> notCopied(
            LinkFollower follower, Map<String, TopicDescription> topics, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = scene.source().starts(partitions);
        Map<TopicPartition, Long> ends = scene.source().ends(partitions);
        Map<TopicPartition, Long> readable =
                scene.link().copies().readCommitted() ? scene.source().stableEnds(partitions) : ends;
        var ranges = new ArrayList<OrphanRange>();
        for (TopicPartition partition : partitions) {
            Uuid id = Objects.requireNonNull(topics.get(partition.topic())).topicId();
            long from = Math.max(
                    starts.getOrDefault(partition, 0L),
                    follower.positions()
                            .lane(partition)
                            .filter(lane -> lane.topicId().equals(id))
                            .flatMap(follower.positions()::tip)
                            .map(Tip::source)
                            .orElse(0L));
            long to = readable.getOrDefault(partition, 0L);
            if (to < ends.getOrDefault(partition, 0L)) {
                remarks.add("in " + partition + ", a transaction is open from offset " + to
                        + " on; whether its records count is told when it ends");
            }
            if (to > from) {
                ranges.add(range(partition, id, from, to));
            }
        }
        return ranges;
    }
}
