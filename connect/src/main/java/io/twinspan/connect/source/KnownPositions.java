package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LaneSpec.StartAt;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LaneRuns;
import io.twinspan.model.wire.LeftOut;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.Deleted;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.RunsPage;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.Start;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecord.Undecodable;
import io.twinspan.model.wire.PositionRecord.Writable;
import io.twinspan.model.wire.PositionRecords;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
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
    private final Map<LaneId, Map<Long, Acceptance>> accepted = new HashMap<>();
    private final Map<LaneId, LaneState> states = new HashMap<>();
    private final Map<TopicPartition, Sight> sights = new HashMap<>();
    private final Doubts doubts = new Doubts();
    private final LeftOut leftOut = new LeftOut();

    /**
     * @param wanted the partitions whose records are kept; of the others nothing is
     */
    KnownPositions(Predicate<TopicPartition> wanted) {
        this.wanted = wanted;
    }

    /** Takes the next record of the topic. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        PositionRecord decoded = PositionRecords.decode(record.key(), record.value());
        if (decoded instanceof Undecodable garbage) {
            leftOut.add(record.partition(), record.offset(), garbage.detail());
            doubts.add(record, garbage, wanted);
        } else {
            accept(decoded);
        }
    }

    void accept(PositionRecord record) {
        if (record instanceof Writable writable) {
            doubts.settled(writable.key());
        }
        if (record instanceof Undecodable garbage) {
            leftOut.add(garbage.detail());
        } else if (record instanceof Deleted deleted) {
            doubts.settled(deleted.key());
            delete(deleted.key());
        } else if (record instanceof Writable writable && isWanted(writable.key())) {
            take(writable);
        }
    }

    private void take(Writable record) {
        if (record instanceof TipRecord tip) {
            tips.put(tip.tip().lane(), tip.tip());
        } else if (record instanceof Start start) {
            starts.computeIfAbsent(start.tip().lane(), lane -> new HashMap<>()).put(start.owner(), start.tip());
        } else if (record instanceof RunsPage page) {
            pages.computeIfAbsent(page.lane(), lane -> new LaneRuns()).put(page);
        } else if (record instanceof Acceptance acceptance) {
            accepted.computeIfAbsent(acceptance.lane(), lane -> new TreeMap<>())
                    .put(acceptance.range().from(), acceptance);
        } else if (record instanceof LaneStateRecord state) {
            states.put(state.state().lane(), state.state());
        } else if (record instanceof SightRecord sight) {
            sights.put(new TopicPartition(sight.sight().topic(), sight.sight().partition()), sight.sight());
        } else if (record instanceof Generation generation) {
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
        } else if (key instanceof PositionKey.OfAcceptance acceptance) {
            accepted.getOrDefault(acceptance.lane(), new HashMap<>()).remove(acceptance.from());
        } else if (key instanceof PositionKey.OfLaneState state) {
            states.remove(state.lane());
        } else if (key instanceof PositionKey.OfGeneration generation) {
            generations.remove(new TopicPartition(generation.topic(), generation.partition()));
        }
    }

    /** What was last known of the source's end of each partition. */
    Collection<Sight> sights() {
        return List.copyOf(sights.values());
    }

    /** The records that could not be read. */
    LeftOut leftOut() {
        return leftOut;
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

    /** A number above that of every generation of the partition that is known, in force or not. */
    int nextGeneration(TopicPartition partition) {
        int highest = Math.max(
                generation(partition),
                lanes(partition).mapToInt(LaneId::generation).max().orElse(0));
        if (highest == Integer.MAX_VALUE) {
            throw new Inconsistent("Partition " + partition + " is in generation " + highest
                    + ", after which there is no other. No link stores that: delete the partition's records from the positions"
                    + " topic, and the target topic if it is to be copied anew.");
        }
        return highest + 1;
    }

    /**
     * Why the partition must not be copied from what is known, though something is; null if it may be. Whatever else cannot be read
     * is left out.
     *
     * @param topicPartitions how many partitions the positions topic has
     */
    @Nullable
    Refusal refusal(TopicPartition partition, int topicPartitions) {
        doubts.partitions(topicPartitions);
        int number = generation(partition);
        LaneId lane = newest(partition, number);
        String why = why(partition, number, lane);
        if (why == null) {
            return null;
        }
        LaneId about = lane != null ? lane : lanes(partition).findFirst().orElse(doubts.lane(partition));
        return new Refusal(
                about != null ? about : new LaneId(Uuid.ZERO_UUID, partition.topic(), partition.partition(), number),
                "The stored positions of " + partition + " cannot be trusted: " + why);
    }

    private @Nullable String why(TopicPartition partition, int number, @Nullable LaneId lane) {
        Doubts.Doubt doubt = doubt(partition, number, lane);
        if (doubt != null) {
            return Refusal.unreadable(doubt);
        }
        int highest = lanes(partition).mapToInt(LaneId::generation).max().orElse(0);
        if (highest > number) {
            return Refusal.laterGeneration(number, highest);
        }
        Tip tip = lane == null ? null : position(lane);
        if (lane == null || tip == null) {
            return null;
        }
        String mixed = twoDecisions(generations.get(partition), starts.getOrDefault(lane, Map.of()));
        return mixed != null ? mixed : Refusal.contradiction(tip, runs(lane));
    }

    /** The unreadable record for which the partition must not be copied; null if there is none. */
    private Doubts.@Nullable Doubt doubt(TopicPartition partition, int number, @Nullable LaneId lane) {
        Doubts.Doubt doubt = doubts.ofGeneration(partition);
        if (doubt == null) {
            doubt = doubts.newer(partition, number);
        }
        if (doubt == null && (lane == null || !hasCopied(lane))) {
            doubt = doubts.any(partition, number);
        }
        if (doubt == null && (lane == null || position(lane) == null)) {
            doubt = doubts.underNewerKey(partition);
        }
        return doubt;
    }

    private static @Nullable String twoDecisions(@Nullable Generation generation, Map<Long, Tip> begun) {
        if (generation == null || generation.start().isEmpty() || begun.isEmpty()) {
            return null;
        }
        long decided = generation.start().getAsLong();
        // In record mode a lane begins with the first record that there is, which may lie behind the decision.
        return begun.values().stream().allMatch(start -> start.source() < decided)
                ? Refusal.twoDecisions(generation.generation(), decided, begun.values())
                : null;
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
                lane == null ? List.of() : runs(lane),
                lane == null
                        ? List.of()
                        : List.copyOf(accepted.getOrDefault(lane, Map.of()).values()),
                lane == null ? null : said(lane));
    }

    /** What a lane last said of its trouble, or null if it got on. */
    private @Nullable LaneState said(LaneId lane) {
        LaneState state = states.get(lane);
        return state == null || state.kind() == LaneState.Kind.COPYING ? null : state;
    }

    /**
     * The lane's tip; without one, the end of its runs, since what a run maps is in the target; before there are any, where it was
     * begun. Of several owners that began it at once, one has won the first
     * append; the lowest target offset among them is where the search for its batches must begin.
     */
    private @Nullable Tip position(LaneId lane) {
        Tip tip = tips.get(lane);
        if (tip == null && pages.containsKey(lane)) {
            tip = endOfRuns(lane, pages.get(lane).runs());
        }
        return tip != null
                ? tip
                : starts.getOrDefault(lane, Map.of()).values().stream()
                        .min(Comparator.comparingLong(Tip::target).thenComparingLong(Tip::source))
                        .orElse(null);
    }

    /** Whether there is more of a lane than where it was begun. */
    private boolean hasCopied(LaneId lane) {
        return tips.containsKey(lane)
                || (pages.containsKey(lane) && !pages.get(lane).isEmpty());
    }

    private @Nullable Tip endOfRuns(LaneId lane, List<Run> runs) {
        if (runs.isEmpty()) {
            return null;
        }
        var appended = new HashMap<Integer, Long>();
        runs.forEach(run -> appended.put(run.origin(), run.sequenceEnd()));
        Run last = runs.get(runs.size() - 1);
        long timeMs = starts.getOrDefault(lane, Map.of()).values().stream()
                .mapToLong(Tip::timeMs)
                .max()
                .orElse(0);
        return new Tip(lane, last.sourceEnd(), last.targetEnd(), appended, Tip.UNKNOWN_EPOCH, timeMs);
    }

    private Stream<LaneId> lanes(TopicPartition partition) {
        var lanes = new HashSet<>(tips.keySet());
        lanes.addAll(starts.keySet());
        lanes.addAll(pages.keySet());
        return lanes.stream()
                .filter(lane -> lane.topic().equals(partition.topic()) && lane.partition() == partition.partition());
    }

    /** Of the topics that had this name one after another, the one that was copied last. */
    private @Nullable LaneId newest(TopicPartition partition, int generation) {
        Comparator<LaneId> byTip = Comparator.comparingLong(lane -> {
            Tip tip = position(lane);
            return tip == null ? Long.MIN_VALUE : tip.timeMs();
        });
        return lanes(partition)
                .filter(lane -> lane.generation() == generation)
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
