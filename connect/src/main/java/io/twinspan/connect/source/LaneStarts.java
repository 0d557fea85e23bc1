package io.twinspan.connect.source;

import io.twinspan.connect.takeover.MirrorOffsets;
import io.twinspan.connect.takeover.TakeoverSearch.Found;
import io.twinspan.connect.takeover.TakeoverSearch.Wanted;
import io.twinspan.link.LaneSpec;
import io.twinspan.model.position.Sight;
import io.twinspan.model.wire.InternalTopics;
import io.twinspan.model.wire.PositionRecord.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where each partition of a task is to go on, in small steps: reads the positions topic, then MirrorMaker 2's own positions,
 * then the offsets of the group from which it is to go on, if there is one; and where MirrorMaker 2 has come further than the link,
 * or the link has not copied at all, looks at what the target holds. Confined to the task's thread.
 *
 * <p>A partition that the link has copied before goes on in a new generation, stored before anything is appended: what
 * MirrorMaker 2 wrote in between is no part of the link's own sequence.
 */
final class LaneStarts implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LaneStarts.class);

    private final SourceSettings settings;
    private final List<TopicPartition> all;
    private final TaskParts parts;
    private final Function<TopicPartition, OptionalLong> connectOffset;
    private final ReplicationPolicy policy;
    private final String positionsTopic;
    private final KnownPositions known;
    private final MirrorOffsets mirrorOffsets;
    private final Map<TopicPartition, OptionalLong> starts = new HashMap<>();
    private final Map<TopicPartition, Refusal> refused = new LinkedHashMap<>();
    private List<TopicPartition> lanes;
    private @Nullable PositionsReading positions;
    private @Nullable PositionsReading offsets;
    private TaskParts.@Nullable Committed committed;
    private TaskParts.@Nullable Search search;
    private int partitions;

    /** @param connectOffset where Connect's own offsets say to go on */
    LaneStarts(
            SourceSettings settings,
            List<TopicPartition> lanes,
            TaskParts parts,
            Function<TopicPartition, OptionalLong> connectOffset) {
        this.settings = settings;
        this.all = lanes;
        this.lanes = lanes;
        this.parts = parts;
        this.connectOffset = connectOffset;
        this.policy = settings.replicationPolicy();
        this.positionsTopic = new InternalTopics(settings.link(), policy).positions();
        Set<TopicPartition> mine = new HashSet<>(lanes);
        this.known = new KnownPositions(mine::contains);
        this.mirrorOffsets = new MirrorOffsets(settings.link().source(), lanes);
        positions = parts.positions().open(settings, positionsTopic, known);
    }

    /** Goes on for about as long as given; returns whether {@link #specs} are known. */
    boolean advance(Duration atMost) {
        PositionsReading reading = positions;
        if (reading != null) {
            if (!reading.advance(atMost)) {
                return false;
            }
            partitions = reading.partitions();
            positions = null;
            reading.close();
            reportUnreadable();
            refuse();
            if (settings.mirrorOffsetsTopic().isEmpty()) {
                return askGroup();
            }
            offsets = parts.offsets().open(settings, settings.mirrorOffsetsTopic(), mirrorOffsets);
            return false;
        }
        PositionsReading ofMirror = offsets;
        if (ofMirror != null) {
            if (!ofMirror.advance(atMost)) {
                return false;
            }
            offsets = null;
            ofMirror.close();
            refuseUnreadable();
            return askGroup();
        }
        TaskParts.Committed ofGroup = committed;
        if (ofGroup != null) {
            if (!ofGroup.advance(atMost)) {
                return false;
            }
            takeFrom(ofGroup);
            committed = null;
            ofGroup.close();
            return beginSearch();
        }
        TaskParts.Search running = search;
        if (running != null) {
            if (!running.advance(atMost)) {
                return false;
            }
            settle(running.found());
            search = null;
            running.close();
        }
        return true;
    }

    private void reportUnreadable() {
        if (known.leftOut().count() > 0) {
            LOGGER.warn(
                    "Link {}: what cannot be read of {} is left out, and goes on being left out: {}. No link wrote it, or a newer"
                            + " version did.",
                    settings.link(),
                    positionsTopic,
                    known.leftOut());
        }
    }

    /** Sets the partitions aside whose positions cannot be trusted. */
    private void refuse() {
        for (TopicPartition lane : all) {
            Refusal refusal = known.refusal(lane, partitions);
            if (refusal != null) {
                refused.put(lane, refusal);
            }
        }
        lanes = all.stream().filter(lane -> !refused.containsKey(lane)).toList();
    }

    /** The same for those of which MirrorMaker 2 stored something that is no position: it counts where the link has none itself. */
    private void refuseUnreadable() {
        for (TopicPartition lane : lanes) {
            String text = mirrorOffsets.unreadable(lane);
            if (text != null
                    && known.generation(lane) == 0
                    && known.copiedBelow(lane).isEmpty()) {
                refused.put(lane, Refusal.ofMirrorMaker(lane, settings.mirrorOffsetsTopic(), text));
            }
        }
        lanes = all.stream().filter(lane -> !refused.containsKey(lane)).toList();
    }

    /** Asks for the offsets of the group from which to go on; returns whether all is known without. */
    private boolean askGroup() {
        if (settings.startGroup().isEmpty()) {
            return beginSearch();
        }
        committed = parts.commits().open(settings, settings.startGroup());
        return false;
    }

    /** Goes on where the group stands, where that is further than the link has come. */
    private void takeFrom(TaskParts.Committed group) {
        var generations = new HashMap<TopicPartition, OptionalLong>();
        for (TopicPartition lane : lanes) {
            OptionalLong offset = known.isMoved(lane) ? OptionalLong.empty() : group.offset(lane);
            OptionalLong own = known.copiedBelow(lane);
            if (offset.isPresent() && own.isEmpty()) {
                starts.put(lane, offset);
            } else if (offset.isPresent() && offset.getAsLong() > own.getAsLong() && !settings.recordMode()) {
                // The link itself commits only what it has stored, so somebody else has come further.
                generations.put(lane, offset);
            }
        }
        store(generations);
        if (!starts.isEmpty() || !generations.isEmpty()) {
            LOGGER.info(
                    "Link {}: goes on where group {} stands on {}, in {} partitions; in {} of them the link itself had not come"
                            + " so far.",
                    settings.link(),
                    settings.startGroup(),
                    settings.link().source(),
                    starts.size() + generations.size(),
                    generations.size());
        }
    }

    /** Stores that partitions begin anew, each at an offset, before anything is appended. */
    private void store(Map<TopicPartition, OptionalLong> generations) {
        if (!generations.isEmpty()) {
            List<Generation> records = OffsetChange.next(known, generations);
            parts.store().store(settings, positionsTopic, partitions, List.copyOf(records));
            records.forEach(known::accept);
        }
    }

    /** Begins to look at what others copied; returns whether nobody did. */
    private boolean beginSearch() {
        var wanted = new ArrayList<Wanted>();
        for (TopicPartition lane : lanes) {
            OptionalLong stored = storedByOthers(lane);
            if (stored.isPresent()) {
                wanted.add(
                        new Wanted(lane, new TopicPartition(targetTopic(lane), lane.partition()), stored.getAsLong()));
            }
        }
        if (wanted.isEmpty()) {
            return true;
        }
        LOGGER.info(
                "Link {}: {} of {} partitions were copied by MirrorMaker 2; comparing what it wrote last.",
                settings.link(),
                wanted.size(),
                lanes.size());
        search = parts.searches().open(settings, wanted);
        return false;
    }

    /** Where MirrorMaker 2 would go on, if that is further than the link itself has come. */
    private OptionalLong storedByOthers(TopicPartition lane) {
        OptionalLong copied = known.copiedBelow(lane);
        if (starts.containsKey(lane) || known.isMoved(lane) || (settings.recordMode() && copied.isPresent())) {
            // In record mode, Connect's offset is further than the link's own positions after every crash.
            return OptionalLong.empty();
        }
        long own = copied.orElse(0);
        long stored = Math.max(
                mirrorOffsets.next(lane).orElse(0), connectOffset.apply(lane).orElse(0));
        return stored > own ? OptionalLong.of(stored) : OptionalLong.empty();
    }

    private void settle(Map<TopicPartition, Found> found) {
        var generations = new HashMap<TopicPartition, OptionalLong>();
        long beyond = 0;
        for (Map.Entry<TopicPartition, Found> one : found.entrySet()) {
            OptionalLong start = OptionalLong.of(one.getValue().start());
            if (known.copiedBelow(one.getKey()).isEmpty()) {
                starts.put(one.getKey(), start);
            } else if (one.getValue().isProven()) {
                generations.put(one.getKey(), start);
            } else {
                LOGGER.warn(
                        "Link {}: MirrorMaker 2 stored a later position of {} than this link, but the target does not hold"
                                + " what it would have copied. The link goes on at its own position.",
                        settings.link(),
                        one.getKey());
                continue;
            }
            beyond += one.getValue().beyond();
        }
        store(generations);
        LOGGER.info(
                "Link {}: goes on where MirrorMaker 2 stopped, in {} partitions; {} records that the target holds beyond"
                        + " MirrorMaker 2's stored offsets are not copied again.",
                settings.link(),
                starts.size() + generations.size(),
                beyond);
    }

    /** The partitions that must not be copied from what is known of them, and why. */
    Collection<Refusal> refused() {
        return List.copyOf(refused.values());
    }

    /** Where each partition is to go on that may be copied. */
    List<LaneSpec> specs() {
        return lanes.stream()
                .map(lane -> known.lane(
                        lane,
                        targetTopic(lane),
                        settings.start(),
                        partition -> starts.getOrDefault(partition, OptionalLong.empty())))
                .toList();
    }

    /** What was last known of the source's end of each partition. */
    Collection<Sight> sights() {
        return known.sights();
    }

    /** How many partitions the positions topic has. */
    int positionsPartitions() {
        return partitions;
    }

    private String targetTopic(TopicPartition lane) {
        return policy.formatRemoteTopic(settings.link().source().value(), lane.topic());
    }

    @Override
    public void close() {
        closeQuietly(positions);
        closeQuietly(offsets);
        TaskParts.Committed ofGroup = committed;
        committed = null;
        if (ofGroup != null) {
            ofGroup.close();
        }
        TaskParts.Search running = search;
        search = null;
        if (running != null) {
            running.close();
        }
    }

    private static void closeQuietly(@Nullable PositionsReading reading) {
        if (reading != null) {
            reading.close();
        }
    }
}
