package io.twinspan.model.translation;

import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LeftOut;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Deleted;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecord.Undecodable;
import io.twinspan.model.wire.PositionRecords;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Translates source offsets, and target offsets back, by what the positions topic says, and is kept current by feeding it every record
 * of the topic in order. Confined to one thread.
 *
 * <p>Its memory is that of the stored bytes of the partitions that are wanted; it keeps nothing of others.
 */
public final class LaneBook {
    private final Predicate<TopicPartition> wanted;
    private final Map<TopicPartition, Integer> generations = new HashMap<>();
    private final Map<TopicPartition, Map<LaneId, LaneLog>> lanes = new HashMap<>();
    private final LeftOut leftOut = new LeftOut();

    /**
     * @param wanted the source partitions that are to be translated
     */
    public LaneBook(Predicate<TopicPartition> wanted) {
        this.wanted = wanted;
    }

    /** Notes the next record of the topic; returns whether it may change translations. */
    public boolean accept(ConsumerRecord<byte[], byte[]> record) {
        PositionRecord decoded = PositionRecords.decode(record.key(), record.value());
        if (decoded instanceof Undecodable garbage) {
            leftOut.add(record.partition(), record.offset(), garbage.detail());
            return false;
        }
        return accept(decoded, record.value());
    }

    /** As above, wherever it was read. */
    public boolean accept(byte @Nullable [] key, byte @Nullable [] value) {
        return accept(PositionRecords.decode(key, value), value);
    }

    private boolean accept(PositionRecord record, byte @Nullable [] value) {
        if (record instanceof Undecodable garbage) {
            leftOut.add(garbage.detail());
            return false;
        }
        if (record instanceof Deleted deleted) {
            return isWanted(deleted.key()) && delete(deleted.key());
        }
        if (!(record instanceof PositionRecord.Writable writable) || !isWanted(writable.key())) {
            return false;
        }
        if (record instanceof TipRecord tip) {
            log(tip.tip().lane()).tip(tip.tip());
        } else if (record instanceof Start start) {
            log(start.tip().lane()).start(start.owner(), start.tip());
        } else if (record instanceof RunsPage page && value != null) {
            log(page.lane()).pages().put(page, value);
        } else if (record instanceof Generation generation) {
            generations.put(partition(generation.key()), generation.generation());
        } else {
            return false;
        }
        return true;
    }

    private boolean delete(PositionKey key) {
        if (key instanceof PositionKey.OfTip tip) {
            log(tip.lane()).tip(null);
        } else if (key instanceof PositionKey.OfStart start) {
            log(start.lane()).start(start.owner(), null);
        } else if (key instanceof PositionKey.OfRuns runs) {
            log(runs.lane()).pages().remove(runs);
        } else if (key instanceof PositionKey.OfGeneration) {
            generations.remove(partition(key));
        } else {
            return false;
        }
        return true;
    }

    private boolean isWanted(PositionKey key) {
        return wanted.test(partition(key));
    }

    private static TopicPartition partition(PositionKey key) {
        return new TopicPartition(key.topic(), key.partition());
    }

    private LaneLog log(LaneId lane) {
        return lanes.computeIfAbsent(new TopicPartition(lane.topic(), lane.partition()), unused -> new HashMap<>())
                .computeIfAbsent(lane, unused -> new LaneLog());
    }

    /** Where in the target a source offset of a wanted partition is. */
    public Translation translate(TopicPartition partition, long sourceOffset) {
        LaneLog lane = current(partition);
        return lane == null ? LaneLog.NOTHING_YET : lane.translate(sourceOffset);
    }

    /**
     * Where in the source a target offset is, of the copy of a wanted partition: the mirror image of {@link #translate}.
     *
     * @param partition the source partition
     */
    public Translation translateBack(TopicPartition partition, long targetOffset) {
        LaneLog lane = current(partition);
        return lane == null ? LaneLog.NOTHING_YET : lane.translateBack(targetOffset);
    }

    /**
     * The lane that counts: of the partition's present generation, and, of topics that had the name one after another, the one that
     * was copied last.
     */
    private @Nullable LaneLog current(TopicPartition partition) {
        int generation = generations.getOrDefault(partition, 0);
        Comparator<Map.Entry<LaneId, LaneLog>> byTime = Comparator.comparingLong(entry -> {
            Tip position = entry.getValue().position();
            return position == null ? Long.MIN_VALUE : position.timeMs();
        });
        return lanes.getOrDefault(partition, Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().generation() == generation)
                .max(byTime.thenComparing(entry -> entry.getKey().topicId().toString()))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** What was wrong with records that could not be read: of each kind the first, with its place, and not more than a few. */
    public Set<String> unreadable() {
        return Set.copyOf(leftOut.named());
    }
}
