package io.twinspan.connect.progress;

import io.twinspan.connect.takeover.MirrorOffsets;
import io.twinspan.link.LinkStats;
import io.twinspan.model.name.LinkName;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps MirrorMaker 2's own positions up to date, so that it can go on where the link stops. Confined to the task's thread.
 *
 * <p>What is written is never further than what the link has stored itself: a later position there is MirrorMaker 2's.
 */
public final class MirrorOffsetsWriter implements Follower {
    private final LinkName link;
    private final String topic;
    private final NewestRecords records;

    /**
     * @param topic where a dedicated MirrorMaker 2 has Connect's offsets, on the target
     * @param client a producer's configuration
     */
    public MirrorOffsetsWriter(
            LinkName link,
            String topic,
            Map<String, Object> client,
            Function<Map<String, Object>, Producer<byte[], byte[]>> producers) {
        this.link = link;
        this.topic = topic;
        this.records = new NewestRecords(
                "MirrorMaker 2's positions, " + topic + " on " + link.target() + ",", client, producers);
    }

    @Override
    public void durable(PositionRecord record) {
        if (record instanceof TipRecord stored && stored.tip().source() > 0) {
            var lane = stored.tip().lane();
            var partition = new TopicPartition(lane.topic(), lane.partition());
            // No partition: Connect leaves that to the producer, too.
            records.put(
                    partition,
                    new ProducerRecord<>(
                            topic,
                            MirrorOffsets.key(link.source(), partition),
                            MirrorOffsets.value(stored.tip().source())));
        }
    }

    @Override
    public void tick(long nowMs, Supplier<LinkStats> stats) {
        records.send(nowMs);
    }

    @Override
    public void close(Duration atMost) {
        records.close(atMost);
    }
}
