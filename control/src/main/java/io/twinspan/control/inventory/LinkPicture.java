package io.twinspan.control.inventory;

import io.twinspan.control.inventory.SourceAnswer.Topic;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the target stores of a link and what its source says. Confined to the calling thread; time is an argument.
 *
 * <p>Implementation note. Ages are by the clock of this machine, times by those of the machines that copy. Where one of those is seen to be
 * ahead, its time counts as the present, so that nothing looks younger than it is.
 */
final class LinkPicture {
    /** How old a task's sign of life, given every second, may be; a worker may be busy with other tasks. */
    static final long LIVES_MS = 6_000;

    /** A difference of clocks that is worth a word. */
    private static final long CLOCKS_MS = 1_000;

    /** How far a clock may be ahead; what claims more is nobody's. */
    private static final long FASTEST_CLOCK_MS = Duration.ofDays(1).toMillis();

    /** For how long after a task's last sign of life, before others', it is still listed. */
    private static final long FORGOTTEN_MS = 60_000;

    private static final long RECENT_MS = Duration.ofDays(1).toMillis();

    private final LinkView link;
    private final Positions positions;
    private final LinkHold hold;
    private final SourceAnswer source;
    private final long clockMs;
    private final long nowMs;
    private final List<Pulse> pulses;
    private final Map<TopicPartition, PartitionLoss> losses = new HashMap<>();
    private final Map<Long, Integer> partitionsOf = new HashMap<>();
    private final Set<Long> livingOwners = new HashSet<>();

    /** @param clockMs the present by this machine's clock */
    LinkPicture(LinkView link, Positions positions, LinkHold hold, SourceAnswer source, long clockMs) {
        this.link = link;
        this.positions = positions;
        this.hold = hold;
        this.source = source;
        this.clockMs = clockMs;
        this.pulses = positions.pulses().stream()
                .filter(pulse -> pulse.timeMs() <= clockMs + FASTEST_CLOCK_MS)
                .toList();
        this.nowMs =
                Math.max(clockMs, pulses.stream().mapToLong(Pulse::timeMs).max().orElse(0));
        pulses.stream().filter(this::lives).map(Pulse::owner).forEach(livingOwners::add);
    }

    /** The whole of it, without groups. */
    LinkStatus draw() {
        List<LastKnown> known = positions.lastKnown();
        for (LastKnown one : known) {
            Sight sight = one.sight();
            if (sight != null) {
                partitionsOf.merge(sight.owner(), 1, Integer::sum);
            }
        }
        LossEstimate.of(known, nowMs)
                .partitions()
                .forEach(loss -> losses.put(new TopicPartition(loss.topic(), loss.partition()), loss));
        return new LinkStatus(
                link.name().toString(),
                source.reach(),
                Reach.REACHED,
                !positions.isEmpty(),
                HoldStatus.of(hold),
                tasks(),
                topics(known),
                positions.incidents(),
                openLosses(),
                null,
                notes());
    }

    private boolean lives(Pulse pulse) {
        return nowMs - pulse.timeMs() < LIVES_MS;
    }

    private List<TaskStatus> tasks() {
        long newestMs = pulses.stream().mapToLong(Pulse::timeMs).max().orElse(0);
        return pulses.stream()
                // A link that has fewer tasks now leaves the last word of the others for ever.
                .filter(pulse -> newestMs - pulse.timeMs() < FORGOTTEN_MS || partitionsOf.containsKey(pulse.owner()))
                .map(pulse -> new TaskStatus(
                        pulse.task(),
                        nowMs - pulse.timeMs(),
                        lives(pulse),
                        hold.level() == Level.HELD && pulse.obeysMs() == hold.timeMs(),
                        partitionsOf.getOrDefault(pulse.owner(), 0)))
                .toList();
    }

    private List<TopicStatus> topics(List<LastKnown> known) {
        var numbers = new TreeMap<String, Set<Integer>>();
        if (source.reach().isReached()) {
            source.topics().forEach((name, topic) -> numbers.put(name, topic.partitions()));
        }
        for (LastKnown one : known) {
            String topic = one.partition().topic();
            boolean isUntold = !source.reach().isReached() || source.untold().containsKey(topic);
            if (isUntold && SourceQuestion.isTopicName(topic)) {
                numbers.computeIfAbsent(topic, unused -> new TreeSet<>())
                        .add(one.partition().partition());
            }
        }
        var topics = new ArrayList<TopicStatus>();
        numbers.forEach((name, partitions) -> {
            @Nullable Topic topic = source.topics().get(name);
            List<PartitionStatus> all = partitions.stream()
                    .sorted()
                    .map(partition -> partition(new TopicPartition(name, partition), topic))
                    .toList();
            // A lag that every second begins anew would hide that everything else is up to date.
            if (!link.rules().isHeartbeats(name) || all.stream().anyMatch(PartitionStatus::inTrouble)) {
                topics.add(new TopicStatus(name, link.rules().targetTopic(name), all));
            }
        });
        return topics;
    }

    private PartitionStatus partition(TopicPartition partition, @Nullable Topic topic) {
        return new PartitionPicture(positions, partition, topic, losses.get(partition), nowMs).draw(this::isUntended);
    }

    private boolean isUntended(Sight sight) {
        return !livingOwners.isEmpty() && !livingOwners.contains(sight.owner()) && hold.level() != Level.HELD;
    }

    /** Losses of the last day that no operator has accepted, in generations that count. */
    private List<Incident> openLosses() {
        return positions.incidents().stream()
                .filter(incident -> !incident.byOrder()
                        && !incident.isOnTarget()
                        && clockMs - incident.timeMs() < RECENT_MS
                        && positions
                                .lane(new TopicPartition(
                                        incident.lane().topic(), incident.lane().partition()))
                                .filter(incident.lane()::equals)
                                .isPresent())
                .toList();
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        source.untold()
                .forEach((what, why) -> notes.add(link.source().alias() + " does not tell of " + what + ": " + why));
        if (nowMs - clockMs > CLOCKS_MS) {
            notes.add(
                    "a machine that copies has a clock at least " + (nowMs - clockMs) / 1_000.0
                            + " s ahead of this one's; times that are told here may be wrong by as much, so set the clocks right (NTP)");
        }
        return notes;
    }
}
