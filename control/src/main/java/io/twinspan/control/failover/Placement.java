package io.twinspan.control.failover;

import io.twinspan.control.cluster.TopicWriter;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.scene.LinkFollower;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Sets positions of a link that rests, as if it had come to them itself. Confined to the operation's thread. */
record Placement(LinkView link, LinkFollower follower) {

    /** The lane that counts for a partition of the topic with this id, or a first one. */
    LaneId lane(TopicPartition partition, Uuid topicId) {
        return follower.positions()
                .lane(partition)
                .filter(lane -> lane.topicId().equals(topicId))
                .orElse(new LaneId(
                        topicId,
                        partition.topic(),
                        partition.partition(),
                        follower.positions().generation(partition)));
    }

    /**
     * A position, and a beginning where there is none.
     *
     * @param before where the lane is; null if it has not begun
     * @param source behind what is skipped
     * @param target below which nothing of the lane's will be appended; a lane that has appended something stays at the end of that, for
     *     it knows the place again by its own record there
     */
    static List<PositionRecord.Writable> at(LaneId lane, @Nullable Tip before, long source, long target, long nowMs) {
        var records = new ArrayList<PositionRecord.Writable>();
        if (before == null) {
            var start = new Tip(lane, 0, target, Map.of(), Tip.UNKNOWN_EPOCH, nowMs);
            records.add(
                    new PositionRecord.Start(start, ThreadLocalRandom.current().nextLong()));
        }
        Map<Integer, Long> appended = before == null ? Map.of() : before.appended();
        long end = before == null ? target : appended.isEmpty() ? Math.max(before.target(), target) : before.target();
        records.add(new PositionRecord.TipRecord(new Tip(lane, source, end, appended, Tip.UNKNOWN_EPOCH, nowMs)));
        return records;
    }

    /**
     * Stores them, and returns when they are durable.
     *
     * @param writer appends to topics of the link's target
     * @throws Inconsistent if the link has stored nothing yet
     */
    void store(List<PositionRecord.Writable> records, Supplier<TopicWriter> writer) {
        if (records.isEmpty()) {
            return;
        }
        int count = writer.get().partitions(link.positionsTopic());
        if (count == 0) {
            throw new Inconsistent(
                    "link " + link.name() + " has no positions topic yet: start it, so that it creates one");
        }
        var sent = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (PositionRecord.Writable record : records) {
            sent.add(new ProducerRecord<>(
                    link.positionsTopic(),
                    PositionRecords.partitionOf(
                            record.key().topic(), record.key().partition(), count),
                    PositionRecords.encodeKey(record.key()),
                    PositionRecords.encodeValue(record)));
        }
        writer.get().append("setting the positions of link " + link.name(), sent);
    }
}
