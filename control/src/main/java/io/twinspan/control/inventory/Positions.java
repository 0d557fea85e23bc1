package io.twinspan.control.inventory;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.LeftOut;
import io.twinspan.model.wire.PositionKey;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What the positions topic says about each lane, gathered record by record in the order of the log.
 *
 * <p>Confined to one thread.
 */
public final class Positions {
    private final Map<LaneId, Tip> tips = new HashMap<>();
    private final Map<LaneId, Tip> starts = new HashMap<>();
    private final Map<LaneId, LaneState> states = new HashMap<>();
    private final Map<TopicPartition, LaneId> newest = new HashMap<>();
    private final Map<TopicPartition, Integer> generations = new HashMap<>();
    private final Map<PositionKey, Incident> incidents = new LinkedHashMap<>();
    private final Map<TopicPartition, SightTrail> trails = new HashMap<>();
    private final Pulses pulses = new Pulses();
    private final LeftOut leftOut = new LeftOut();

    /**
     * Takes the next record in; what cannot be read is left out, and counted.
     *
     * @return what it says
     */
    public PositionRecord add(ConsumerRecord<byte[], byte[]> record) {
        PositionRecord decoded = PositionRecords.decode(record.key(), record.value());
        if (decoded instanceof PositionRecord.Undecodable garbage) {
            leftOut.add(record.partition(), record.offset(), garbage.detail());
        } else {
            add(decoded);
        }
        return decoded;
    }

    /** What could not be read. */
    LeftOut leftOut() {
        return leftOut;
    }

    /** The same for one that is decoded; one that cannot be read says nothing. */
    void add(PositionRecord record) {
        if (record instanceof PositionRecord.TipRecord tip) {
            tips.put(tip.tip().lane(), tip.tip());
            seen(tip.tip().lane());
        } else if (record instanceof PositionRecord.Start start) {
            starts.merge(start.tip().lane(), start.tip(), (one, other) -> one.target() <= other.target() ? one : other);
            seen(start.tip().lane());
        } else if (record instanceof PositionRecord.LaneStateRecord state) {
            states.put(state.state().lane(), state.state());
            seen(state.state().lane());
        } else if (record instanceof PositionRecord.IncidentRecord incident) {
            incidents.put(incident.key(), incident.incident());
        } else if (record instanceof PositionRecord.Generation generation) {
            generations.put(new TopicPartition(generation.topic(), generation.partition()), generation.generation());
        } else if (record instanceof PositionRecord.SightRecord sight) {
            var partition =
                    new TopicPartition(sight.sight().topic(), sight.sight().partition());
            trails.computeIfAbsent(partition, unused -> new SightTrail()).add(sight.sight());
        } else if (record instanceof PositionRecord.PulseRecord pulse) {
            pulses.add(pulse.pulse());
        } else if (record instanceof PositionRecord.Deleted deleted) {
            remove(deleted.key());
        }
    }

    private void remove(PositionKey key) {
        if (key instanceof PositionKey.OfTip tip) {
            tips.remove(tip.lane());
        } else if (key instanceof PositionKey.OfLaneState state) {
            states.remove(state.lane());
        } else if (key instanceof PositionKey.OfIncident) {
            incidents.remove(key);
        } else if (key instanceof PositionKey.OfSight sight) {
            trails.remove(new TopicPartition(sight.topic(), sight.partition()));
        }
    }

    /** A later record about another lane of the partition means a newer generation, or a re-created topic. */
    private void seen(LaneId lane) {
        var partition = new TopicPartition(lane.topic(), lane.partition());
        newest.merge(
                partition,
                lane,
                (old, now) -> old.topicId().equals(now.topicId()) && old.generation() > now.generation() ? old : now);
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return newest.isEmpty();
    }

    /** What befell the link's lanes, of all generations, in the order in which it was stored. */
    public List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    /** The lane that counts for a partition, whatever the topic's id is now; empty if none is known. */
    public Optional<LaneId> lane(TopicPartition partition) {
        return Optional.ofNullable(newest.get(partition));
    }

    /** The number of the partition's generation that counts. */
    public int generation(TopicPartition partition) {
        LaneId lane = newest.get(partition);
        return Math.max(generations.getOrDefault(partition, 0), lane == null ? 0 : lane.generation());
    }

    /** What a lane last said about itself, if it is of the generation that counts. */
    public Optional<LaneState> state(TopicPartition partition) {
        return lane(partition)
                .filter(lane -> lane.generation() == generation(partition))
                .map(states::get);
    }

    /** The lane's position: its tip, or where it began. */
    public Optional<Tip> tip(LaneId lane) {
        return Optional.ofNullable(tips.getOrDefault(lane, starts.get(lane)));
    }

    /** What is known of every partition without asking the source. */
    public List<LastKnown> lastKnown() {
        var all = new HashSet<>(newest.keySet());
        all.addAll(trails.keySet());
        var known = new ArrayList<LastKnown>();
        all.forEach(partition -> known.add(lastKnown(partition)));
        return known;
    }

    /** What is known of a partition without asking the source. */
    public LastKnown lastKnown(TopicPartition partition) {
        if (state(partition).filter(Positions::isOfAnotherLog).isPresent()) {
            return LastKnown.nothing(partition);
        }
        SightTrail trail = trails.get(partition);
        Sight sight = trail == null ? null : trail.last();
        Optional<Tip> tip = lane(partition).flatMap(this::tip);
        return new LastKnown(
                partition,
                sight,
                sight == null ? -1 : pulses.vouchedMs(sight),
                sight == null ? -1 : pulses.ownerMs(sight),
                tip.map(Tip::source).orElse(-1L),
                tip.map(Tip::timeMs).orElse(-1L));
    }

    /** How many offsets of a partition were done with in a second when the source was heard of last; -1 if that is not known. */
    long copiedPerSecond(LastKnown known) {
        SightTrail trail = trails.get(known.partition());
        return trail == null || known.sight() == null ? -1 : trail.copiedPerSecond(known.heardMs());
    }

    /** The last sign of life of every task that there ever was. */
    Collection<Pulse> pulses() {
        return pulses.newest();
    }

    /** Whether a lane stopped because offsets of the source no longer mean what they did. */
    private static boolean isOfAnotherLog(LaneState state) {
        return state.kind() == LaneState.Kind.FAILED
                && (state.cause() == Cause.SOURCE_RECREATED || state.cause() == Cause.SOURCE_TRUNCATED);
    }

    /** The partitions that are known. */
    public Set<TopicPartition> partitions() {
        return Set.copyOf(newest.keySet());
    }

    Set<String> topics() {
        var topics = new TreeSet<String>();
        newest.keySet().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    /** The position of a partition of the topic that has this id now. */
    Optional<Tip> tip(TopicPartition partition, Uuid topicId) {
        return lane(partition, topicId).map(lane -> tips.getOrDefault(lane, starts.get(lane)));
    }

    /** What the lane last said about itself. */
    Optional<LaneState> state(TopicPartition partition, Uuid topicId) {
        return lane(partition, topicId).map(states::get);
    }

    private Optional<LaneId> lane(TopicPartition partition, Uuid topicId) {
        return lane(partition).filter(lane -> lane.topicId().equals(topicId));
    }
}
