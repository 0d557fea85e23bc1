package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.position.Tip;
import io.twinspan.model.translation.LaneBook;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.PositionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Has the link in the other direction begin where it has something to do: behind everything that this link brought. Confined to the
 * operation's thread.
 *
 * <p>Implementation note. In a topic of the same name on both sides, the way back carries only what was first produced in the target, and would
 * have to read all that this link ever brought to find that there is nothing. Where this link's own map says of every offset of the copy that
 * it brought the record, the way back is set behind it instead, with the same stored records as if it had read it: a beginning at the log's
 * start, nothing appended, a tip. So its map stays whole, and positions below are translated exactly. It is set no further than the map
 * says, and only while the way back rests.
 */
final class WayBack {
    private final Scene scene;
    private final LinkView back;

    WayBack(Scene scene, LinkView back) {
        this.scene = scene;
        this.back = back;
    }

    /** Whether it is at rest by an order, or stands by. */
    boolean isHeld(LinkFollower follower) {
        return follower.hold().map(hold -> hold.level() == LinkHold.Level.HELD).orElse(back.standsBy());
    }

    /**
     * Sets its positions.
     *
     * @param targetEnds where the copies ended before anybody else wrote into them
     * @return how many partitions were set, for people
     */
    String setBehind(List<MovedTopic> topics, Map<TopicPartition, Long> targetEnds, LinkFollower follower) {
        List<MovedTopic> shared = topics.stream().filter(MovedTopic::isSameName).toList();
        if (shared.isEmpty()) {
            return "it begins with what is written under the topics' own names";
        }
        Map<String, TopicDescription> onTarget =
                scene.target().topics(shared.stream().map(MovedTopic::copy).toList());
        // Copies with fewer partitions may have been accepted.
        List<TopicPartition> partitions = MovedTopic.partitionsOf(shared).stream()
                .filter(partition -> hasPartition(onTarget.get(partition.topic()), partition.partition()))
                .toList();
        Map<TopicPartition, Long> starts = scene.target().starts(partitions);
        Map<TopicPartition, Long> sourceEnds = scene.source().ends(partitions);
        scene.follower().look();
        LaneBook book = scene.follower().maps().book();
        var placement = new Placement(back, follower);
        var records = new ArrayList<PositionRecord.Writable>();
        int set = 0;
        for (TopicPartition partition : partitions) {
            TopicDescription topic = onTarget.get(partition.topic());
            if (topic == null) {
                continue;
            }
            Tip before = tip(follower, partition, topic);
            long from = before == null ? starts.getOrDefault(partition, 0L) : before.source();
            long to = Math.min(book.coveredTo(partition, from), targetEnds.getOrDefault(partition, 0L));
            if (to <= from) {
                continue;
            }
            set++;
            records.addAll(Placement.at(
                    placement.lane(partition, topic.topicId()),
                    before,
                    to,
                    sourceEnds.getOrDefault(partition, 0L),
                    scene.clock().millis()));
        }
        placement.store(records, scene.reverse()::writer);
        return set + " of " + partitions.size() + " partitions set behind what came from "
                + scene.link().source().alias();
    }

    private static boolean hasPartition(@Nullable TopicDescription topic, int partition) {
        return topic != null && partition < topic.partitions().size();
    }

    private static @Nullable Tip tip(LinkFollower follower, TopicPartition partition, TopicDescription topic) {
        return follower.positions()
                .lane(partition)
                .filter(lane -> lane.topicId().equals(topic.topicId()))
                .flatMap(follower.positions()::tip)
                .orElse(null);
    }

    /** Lets it go. */
    void begin(String operation, long nowMs) {
        scene.order(back, new LinkHold(LinkHold.Level.FREE, operation, nowMs, "it is the way back now"));
    }
}
