package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the positions topic says of some partitions: its records, taken in order, the last of each key counting. Confined to one
 * thread.
 */
final class KnownPositions {
    private final Predicate<TopicPartition> wanted;
    private final Map<TopicPartition, Generation> generations = new HashMap<>();
    private final Map<LaneId, Tip> tips = new HashMap<>();
    private final Map<LaneId, Map<Long, Tip>> starts = new HashMap<>();
    private final Map<LaneId, LaneRuns> pages = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private long unreadableCount;

    /**
     * @param wanted the partitions whose records are kept; of the others nothing is
     */
    KnownPositions(Predicate<TopicPartition> wanted) {
        this.wanted = wanted;
    }

    /** Takes the next record of the topic. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        accept(PositionRecords.decode(record.key(), record.value()));
    }

    void accept(PositionRecord record) {
        if (record instanceof Undecodable garbage) {
            unreadableCount++;
            unreadable.add(garbage.detail());
        } else if (record instanceof Deleted deleted) {
            delete(deleted.key());
        } else if (record instanceof TipRecord tip && isWanted(tip.key())) {
            tips.put(tip.tip().lane(), tip.tip());
        } else if (record instanceof Start start && isWanted(start.key())) {
            starts.computeIfAbsent(start.tip().lane(), lane -> new HashMap<>()).put(start.owner(), start.tip());
        } else if (record instanceof RunsPage page && isWanted(page.key())) {
            pages.computeIfAbsent(page.lane(), lane -> new LaneRuns()).put(page);
        } else if (record instanceof Generation generation && isWanted(generation.key())) {
            generations.put(new TopicPartition(generation.topic(), generation.partition()), generation);
        }
    }

    private boolean isWanted(PositionKey key) {
        return wanted.test(new TopicPartition(key.topic(), key.partition()));
    }

    private void delete(PositionKey key) {
        if (key instanceof PositionKey.OfTip tip) {
            tips.remove(tip.lane());
        } else if (key instanceof PositionKey.OfStart start) {
            var ofLane = starts.get(start.lane());
            if (ofLane != null) {
                ofLane.remove(start.owner());
            }
        } else if (key instanceof PositionKey.OfRuns runs) {
            var ofLane = pages.get(runs.lane());
            if (ofLane != null) {
                ofLane.remove(runs);
            }
        } else if (key instanceof PositionKey.OfGeneration generation) {
            generations.remove(new TopicPartition(generation.topic(), generation.partition()));
        }
    }

    /** How many records could not be read. */
    long unreadableCount() {
        return unreadableCount;
    }

    /** What was wrong with them, each kind once. */
    Set<String> unreadable() {
        return Set.copyOf(unreadable);
    }

    /** The number of the partition's generation: how often an operator moved its position. */
    int generation(TopicPartition partition) {
        Generation generation = generations.get(partition);
        return generation == null ? 0 : generation.generation();
    }

    /** Below which source offset the link itself is known to have copied a partition; empty if it has no position. */
    OptionalLong copiedBelow(TopicPartition partition) {
        LaneId lane = newest(partition, generation(partition));
        Tip tip = lane == null ? null : position(lane);
        if (lane == null || tip == null) {
            return OptionalLong.empty();
        }
        long end = runs(lane).stream()
                .flatMap(page -> page.runs().stream())
                .mapToLong(Run::sourceEnd)
                .max()
                .orElse(0);
        return OptionalLong.of(Math.max(tip.source(), end));
    }

    /** Whether an operator set where the partition is to go on, and it has not gone on yet. */
    boolean isMoved(TopicPartition partition) {
        return generations.containsKey(partition) && copiedBelow(partition).isEmpty();
    }

    /**
     * What a link needs to know to go on with a partition.
     *
     * @param start where to begin if nothing else is known
     * @param connectOffset where Connect's own offsets say to go on; asked only if there is no position, such as when the link
     *     takes over from MirrorMaker 2
     */
    LaneSpec lane(
            TopicPartition partition,
            String target,
            StartAt start,
            Function<TopicPartition, OptionalLong> connectOffset) {
        int number = generation(partition);
        LaneId lane = newest(partition, number);
        Tip tip = lane == null ? null : position(lane);
        StartAt begin = start;
        if (tip == null) {
            Generation generation = generations.get(partition);
            OptionalLong stored = generation == null ? connectOffset.apply(partition) : generation.start();
            begin = stored.isPresent() ? StartAt.offset(stored.getAsLong()) : start;
        }
        return new LaneSpec(
                partition.topic(),
                partition.partition(),
                target,
                number,
                tip,
                begin,
                lane == null ? List.of() : runs(lane));
    }

    /**
     * The lane's tip; before there is one, where it was begun. Of several owners that began it at once, one has won the first
     * append; the lowest target offset among them is where the search for its batches must begin.
     */
    private @Nullable Tip position(LaneId lane) {
        Tip tip = tips.get(lane);
        return tip != null
                ? tip
                : starts.getOrDefault(lane, Map.of()).values().stream()
                        .min(Comparator.comparingLong(Tip::target).thenComparingLong(Tip::source))
                        .orElse(null);
    }

    /** Of the topics that had this name one after another, the one that was copied last. */
    private @Nullable LaneId newest(TopicPartition partition, int generation) {
        Comparator<LaneId> byTip = Comparator.comparingLong(lane -> {
            Tip tip = position(lane);
            return tip == null ? Long.MIN_VALUE : tip.timeMs();
        });
        var lanes = new HashSet<>(tips.keySet());
        lanes.addAll(starts.keySet());
        lanes.addAll(pages.keySet());
        return lanes.stream()
                .filter(lane -> lane.topic().equals(partition.topic())
                        && lane.partition() == partition.partition()
                        && lane.generation() == generation)
                .max(byTip.thenComparing(lane -> lane.topicId().toString()))
                .orElse(null);
    }

    /** The last pages that together have as many runs as a link keeps in memory. */
    private List<RunsPage> runs(LaneId lane) {
        var ofLane = pages.get(lane);
        if (ofLane == null) {
            return List.of();
        }
        List<RunsPage> all = ofLane.pages();
        int from = all.size();
        for (int held = 0;
                from > 0 && held < LaneSpec.RUNS_IN_MEMORY;
                held += all.get(from).runs().size()) {
            from--;
        }
        return List.copyOf(all.subList(from, all.size()));
    }
}
