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
import java.util.List;
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
    static final Translation NOTHING_YET = Translation.unknown(
            "the link has not stored a position of the partition yet: it has not begun to copy it, or does not copy"
                    + " the topic at all");

    private static final Comparator<Map.Entry<LaneId, LaneLog>> NEWEST_FIRST = Comparator.comparingInt(
                    (Map.Entry<LaneId, LaneLog> entry) -> entry.getKey().generation())
            .thenComparingLong(entry -> time(entry.getValue()))
            .thenComparing(entry -> entry.getKey().topicId().toString())
            .reversed();

    private final Predicate<TopicPartition> wanted;
    private final Map<TopicPartition, Generation> generations = new HashMap<>();
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
        return accept(record, PositionRecords.decode(record.key(), record.value()));
    }

    /** As above, where it is decoded already. */
    public boolean accept(ConsumerRecord<byte[], byte[]> record, PositionRecord decoded) {
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
            generations.put(partition(generation.key()), generation);
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
        LaneHistory history = history(partition);
        if (history.isEmpty()) {
            return NOTHING_YET;
        }
        Spot spot = history.place(sourceOffset);
        if (spot == null) {
            return Translation.unknown(history.whyUnknown(sourceOffset));
        }
        long twice = history.hasGenerations() ? history.targetsFrom(spot.target(), sourceOffset) : 0;
        return Translation.to(spot.target(), sum(spot.past(), twice), !spot.isFinal());
    }

    /**
     * Where in the source a target offset is, of the copy of a wanted partition: the mirror image of {@link #translate}.
     *
     * @param partition the source partition
     */
    public Translation translateBack(TopicPartition partition, long targetOffset) {
        LaneHistory history = history(partition);
        if (history.isEmpty()) {
            return NOTHING_YET;
        }
        Spot spot = history.placeBack(targetOffset);
        if (spot == null) {
            return Translation.unknown(history.whyUnknownBack());
        }
        long twice = history.hasGenerations() ? history.sourcesFrom(spot.source(), targetOffset) : 0;
        return Translation.to(spot.source(), sum(spot.past(), twice), !spot.isFinal());
    }

    /** An offset may be asked for that is as far as can be. */
    private static long sum(long past, long twice) {
        return past > Long.MAX_VALUE - twice ? Long.MAX_VALUE : past + twice;
    }

    /**
     * Up to which target offset, exclusive, every offset of the copy is known to be one of the link's records, from an offset on.
     *
     * @param partition the source partition
     */
    public long coveredTo(TopicPartition partition, long targetFrom) {
        return Span.reach(targetFrom, history(partition).targetSpans(targetFrom));
    }

    /** Whether the link has a position in any partition of a wanted topic, and so copies it. */
    public boolean copies(String topic) {
        return lanes.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .flatMap(entry -> entry.getValue().values().stream())
                .anyMatch(log -> log.position() != null);
    }

    /**
     * The lane that counts, with its generations: of topics that had the name one after another, the one that was copied last.
     */
    LaneHistory history(TopicPartition partition) {
        Generation set = generations.get(partition);
        int newest = set == null ? 0 : set.generation();
        List<Map.Entry<LaneId, LaneLog>> known = newestFirst(partition);
        if (known.isEmpty()) {
            return new LaneHistory(List.of(), Long.MAX_VALUE);
        }
        LaneId first = known.get(0).getKey();
        long notBegunFrom = set == null || first.generation() == newest
                ? Long.MAX_VALUE
                : set.start().orElse(0);
        return new LaneHistory(known.stream().map(Map.Entry::getValue).toList(), notBegunFrom);
    }

    /** The generations that have a position, of the topic that was copied last under its name. */
    private List<Map.Entry<LaneId, LaneLog>> newestFirst(TopicPartition partition) {
        Generation set = generations.get(partition);
        int newest = set == null ? 0 : set.generation();
        List<Map.Entry<LaneId, LaneLog>> known = lanes.getOrDefault(partition, Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().generation() <= newest
                        && entry.getValue().position() != null)
                .sorted(NEWEST_FIRST)
                .toList();
        return known.stream()
                .filter(entry ->
                        entry.getKey().topicId().equals(known.get(0).getKey().topicId()))
                .toList();
    }

    /**
     * The generations of a wanted partition that have a position, the newest first; of topics that had the name one after another, those
     * of the one that was copied last. They are good until more is noted.
     */
    public List<LaneGeneration> generations(TopicPartition partition) {
        return newestFirst(partition).stream()
                .flatMap(entry -> LaneGeneration.of(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private static long time(LaneLog log) {
        Tip position = log.position();
        return position == null ? Long.MIN_VALUE : position.timeMs();
    }

    /** What was wrong with records that could not be read: of each kind the first, with its place, and not more than a few. */
    public Set<String> unreadable() {
        return Set.copyOf(leftOut.named());
    }
}
