package io.twinspan.control.scene;

import io.twinspan.client.cluster.TopicReader;
import io.twinspan.control.inventory.LaneMaps;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.inventory.Positions;
import io.twinspan.model.error.Misconfigured;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecords;
import io.twinspan.model.wire.PositionRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a link stores: its positions, what its tasks last saw of the source, which tasks live, and what holds it. Confined to one
 * thread; each look is bounded in time.
 *
 * <p>Whether a task lives is told by pulses that arrive while somebody looks, by the clock of who looks: clocks of machines may differ.
 */
public final class LinkFollower implements AutoCloseable {
    private final LinkView link;
    private final Clock clock;
    private final Duration limit;
    private final Positions positions = new Positions();
    private final LaneMaps maps = new LaneMaps(any -> true);
    private final Map<Integer, TaskLife> tasks = new TreeMap<>();
    private final Map<String, TopicReader> readers = new HashMap<>();
    private @Nullable LinkHold hold;
    private long lookingSinceMs = -1;

    /**
     * A task of the link. Immutable.
     *
     * @param arrivedMs when its last pulse arrived, by the clock of who looks; -1 if it was there already at the first look
     */
    public record TaskLife(Pulse pulse, long arrivedMs) {}

    public LinkFollower(LinkView link, Clock clock, Duration limit) {
        this.link = link;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Reads what was stored since the last look.
     *
     * @throws TransientFailure if the target does not answer
     * @throws Misconfigured if it refuses
     */
    public void look() {
        read(link.positionsTopic(), this::takePosition);
        read(link.controlTopic(), this::takeControl);
        looked();
    }

    /** A look is over. */
    void looked() {
        lookingSinceMs = lookingSinceMs < 0 ? clock.millis() : lookingSinceMs;
    }

    private void read(String topic, TopicReader.Sink sink) {
        TopicReader reader = readers.get(topic);
        if (reader == null) {
            reader = link.target().reader(topic, "twinspan-follow", limit, sink);
            readers.put(topic, reader);
        }
        reader.readAll(limit);
    }

    /** Takes in the next record of the positions topic. */
    void takePosition(ConsumerRecord<byte[], byte[]> record) {
        PositionRecord decoded = positions.add(record);
        maps.accept(record, decoded);
        if (decoded instanceof PositionRecord.PulseRecord pulse) {
            tasks.merge(
                    pulse.pulse().task(),
                    new TaskLife(pulse.pulse(), lookingSinceMs < 0 ? -1 : clock.millis()),
                    (before, now) -> now.pulse().timeMs() >= before.pulse().timeMs() ? now : before);
        }
    }

    /** Takes in the next record of the control topic. */
    void takeControl(ConsumerRecord<byte[], byte[]> record) {
        if (ControlRecords.decode(record.key(), record.value()) instanceof LinkHold said) {
            hold = said;
        }
    }

    /** What the positions topic says of lanes. */
    public Positions positions() {
        return positions;
    }

    /** Where in the target each record of the source is. */
    public LaneMaps maps() {
        return maps;
    }

    /** What whoever copies a partition last saw of the source; empty if nothing is stored of it. */
    public Optional<Sight> sight(TopicPartition partition) {
        return Optional.ofNullable(positions.lastKnown(partition).sight());
    }

    /** When the first look was over, by the clock of who looks; -1 before. */
    public long lookingSinceMs() {
        return lookingSinceMs;
    }

    /** The tasks that ever stored a pulse, by number. */
    public Map<Integer, TaskLife> tasks() {
        return Map.copyOf(tasks);
    }

    /** What an operator said last of the link as a whole; empty if nobody did. */
    public Optional<LinkHold> hold() {
        return Optional.ofNullable(hold);
    }

    /**
     * Everything of the source below this offset is in the target, or skipped, as far as is stored; -1 if nothing is.
     *
     * @param partition of the source
     */
    public long copiedBelow(TopicPartition partition) {
        return positions.lane(partition).isEmpty()
                ? -1
                : positions.lastKnown(partition).position();
    }

    /** Those partitions of which something below these offsets is neither in the target nor skipped, as far as is stored. */
    public List<TopicPartition> behind(Map<TopicPartition, Long> ends) {
        var behind = new ArrayList<TopicPartition>();
        ends.forEach((partition, end) -> {
            if (end > 0 && copiedBelow(partition) < end) {
                behind.add(partition);
            }
        });
        return behind;
    }

    /** How many offsets of some partitions that is. */
    public long missing(Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .mapToLong(partition ->
                        Math.max(0, ends.getOrDefault(partition, 0L) - Math.max(0, copiedBelow(partition))))
                .sum();
    }

    @Override
    public void close() {
        readers.values().forEach(TopicReader::close);
        readers.clear();
    }
}
