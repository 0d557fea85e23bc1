package io.twinspan.connect.source;

import io.twinspan.link.LaneSpec;
import io.twinspan.model.wire.InternalTopics;
import io.twinspan.model.wire.PositionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A task whose link is held: nothing is sent to the target any more, what is under way is finished, and all positions are made sure of, as soon
 * as that can be done. Confined to the task's thread.
 *
 * <p>A task that is held from its start, as after a crash, opens a link for that alone: it finds in the source what the target holds already,
 * when the source can be read. So whoever asks later what the target lacks gets the exact answer.
 */
final class Rest implements AutoCloseable {
    private final SourceSettings settings;
    private final List<TopicPartition> lanes;
    private final TaskParts parts;
    private final KnownPositions known;
    private @Nullable HostedLink link;
    private @Nullable PositionsReading reading;
    private int partitions;
    private boolean isHandedOut;
    private boolean isSettled;

    /**
     * @param running the task's link, which is closed in the end; null if it has none
     * @param partitions how many partitions the positions topic has, as far as is known
     */
    Rest(
            SourceSettings settings,
            List<TopicPartition> lanes,
            TaskParts parts,
            @Nullable HostedLink running,
            int partitions) {
        this.settings = settings;
        this.lanes = lanes;
        this.parts = parts;
        this.link = running;
        this.partitions = partitions;
        Set<TopicPartition> mine = new HashSet<>(lanes);
        this.known = new KnownPositions(mine::contains);
        if (running != null) {
            running.settle();
        }
    }

    /** Goes on for at most this long; returns what is to be stored. */
    List<PositionRecord> advance(Duration atMost) {
        HostedLink settling = link;
        if (settling == null) {
            if (!isSettled) {
                open(atMost);
            }
            return List.of();
        }
        var positions = new ArrayList<>(settling.poll(atMost.toMillis()));
        if (settling.isSettled()) {
            positions.addAll(settling.positions());
            isSettled = true;
            close();
        } else if (!isHandedOut && !settling.isInFlight()) {
            positions.addAll(settling.positions());
            isHandedOut = true;
        }
        return positions;
    }

    private void open(Duration atMost) {
        PositionsReading stored = reading;
        if (stored == null) {
            String topic = new InternalTopics(settings.link(), settings.replicationPolicy()).positions();
            stored = parts.positions().open(settings, topic, known);
            reading = stored;
        }
        if (!stored.advance(atMost)) {
            return;
        }
        partitions = stored.partitions();
        reading = null;
        stored.close();
        List<LaneSpec> begun = lanes.stream()
                .filter(lane -> known.refusal(lane, partitions) == null)
                .map(lane -> known.lane(
                        lane,
                        settings.replicationPolicy()
                                .formatRemoteTopic(settings.link().source().value(), lane.topic()),
                        settings.start(),
                        any -> OptionalLong.empty()))
                .filter(spec -> spec.tip() != null)
                .toList();
        isSettled = begun.isEmpty();
        if (!isSettled) {
            HostedLink opened = parts.links().open(settings, begun);
            opened.settle();
            isHandedOut = true;
            link = opened;
        }
    }

    /** Whether nothing is under way, and all that is known was handed out. */
    boolean isQuiet() {
        return link == null || isHandedOut;
    }

    /** Whether the positions that were handed out are exact, and the last ones until the link is let go. */
    boolean isSettled() {
        return isSettled;
    }

    /** How many partitions the positions topic has; 0 if that is not known. */
    int partitions() {
        return partitions;
    }

    /** A record is durable. */
    void recorded(PositionRecord record) {
        HostedLink settling = link;
        if (settling != null) {
            settling.recorded(record);
        }
    }

    /** Gives its link away, as it is; null if it has none. */
    @Nullable
    HostedLink release() {
        HostedLink settling = link;
        link = null;
        return settling;
    }

    @Override
    public void close() {
        HostedLink settling = release();
        if (settling != null) {
            settling.close();
        }
        PositionsReading stored = reading;
        reading = null;
        if (stored != null) {
            stored.close();
        }
    }
}
