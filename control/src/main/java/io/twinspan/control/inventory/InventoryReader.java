package io.twinspan.control.inventory;

import io.twinspan.control.cluster.ClusterAccess;
import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.model.error.Printable;
import io.twinspan.model.error.ReplicationException;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.Tip;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an {@link Inventory} from Kafka: the positions from the target, the ends from the source.
 *
 * <p>Confined to the calling thread; every step is bounded in time.
 */
public final class InventoryReader {
    private static final Logger LOGGER = LoggerFactory.getLogger(InventoryReader.class);
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final int MOST_CHARACTERS = 2_000;

    private final Set<String> reported = new HashSet<>();
    private final Clock clock;
    private final Duration limit;

    /** A reader that waits at most so long for each answer. */
    public InventoryReader(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * The state of these links.
     *
     * @throws ReplicationException if a cluster does not answer
     */
    public Inventory read(List<LinkView> links) {
        List<LinkStatus> statuses = new ArrayList<>();
        for (LinkView link : links) {
            statuses.add(read(link));
        }
        return new Inventory(clock.millis(), statuses);
    }

    private LinkStatus read(LinkView link) {
        Positions positions = new PositionsTopic(clock, limit).read(link);
        if (positions.leftOut().count() > 0) {
            String leftOut = link.positionsTopic() + " of " + link.target() + ": " + positions.leftOut();
            if (reported.add(leftOut)) {
                LOGGER.warn(
                        "Link {}: what cannot be read is left out of {}. No link wrote it, or a newer version did; upgrade this"
                                + " program, or delete the records.",
                        link.name(),
                        leftOut);
            }
        }
        try (Admin source = Admin.create(link.source().client("twinspan-status", limit))) {
            Map<String, TopicDescription> topics = topics(link, source, positions);
            Map<TopicPartition, Long> ends = offsets(link.source(), source, topics, OffsetSpec.latest());
            Map<TopicPartition, Long> starts = offsets(link.source(), source, topics, OffsetSpec.earliest());
            List<TopicStatus> statuses = new ArrayList<>();
            topics.forEach((name, topic) -> {
                List<PartitionStatus> partitions = topic.partitions().stream()
                        .map(partition -> new TopicPartition(name, partition.partition()))
                        .map(partition -> status(
                                partition,
                                positions.tip(partition, topic.topicId()).orElse(null),
                                state(positions, partition, topic),
                                starts.getOrDefault(partition, 0L),
                                ends.getOrDefault(partition, 0L)))
                        .toList();
                // A lag that every second begins anew would hide that everything else is up to date.
                boolean hidden =
                        link.rules().isHeartbeats(name) && partitions.stream().noneMatch(PartitionStatus::inTrouble);
                if (!hidden) {
                    statuses.add(new TopicStatus(name, link.rules().targetTopic(name), partitions));
                }
            });
            return new LinkStatus(
                    link.name().toString(),
                    !positions.isEmpty(),
                    statuses,
                    positions.incidents().size());
        } catch (KafkaException e) {
            throw link.source().unanswered(e);
        }
    }

    /** A lane that stopped because its topic is another one now says so, though it is of the old one. */
    private static @Nullable LaneState state(Positions positions, TopicPartition partition, TopicDescription topic) {
        return positions
                .state(partition, topic.topicId())
                .or(() -> positions.state(partition).filter(old -> old.kind() == LaneState.Kind.FAILED))
                .orElse(null);
    }

    private PartitionStatus status(
            TopicPartition partition, @Nullable Tip tip, @Nullable LaneState state, long start, long end) {
        // A lane that has copied nothing yet will begin at the source's first record.
        long from = tip == null ? start : Math.max(tip.source(), start);
        return new PartitionStatus(
                partition.partition(),
                state(tip, state),
                tip == null ? -1 : tip.source(),
                end,
                Math.max(0, end - from),
                tip == null ? -1 : Math.max(0, clock.millis() - tip.timeMs()),
                state == null ? Cause.NONE : state.cause(),
                state == null ? null : state.range(),
                state == null ? "" : Printable.of(state.reason(), MOST_CHARACTERS));
    }

    private static State state(@Nullable Tip tip, @Nullable LaneState state) {
        if (state == null) {
            return tip == null ? State.NOT_STARTED : State.COPYING;
        }
        return switch (state.kind()) {
            case COPYING -> State.COPYING;
            case RETRYING -> State.RETRYING;
            case FAILED -> State.FAILED;
        };
    }

    private Map<String, TopicDescription> topics(LinkView link, Admin source, Positions positions) {
        Set<String> wanted = new TreeSet<>(positions.topics());
        // Somebody else may have stored a position of a topic that no cluster can have.
        wanted.removeIf(topic -> !TOPIC_NAME.matcher(topic).matches());
        for (String topic : link.source().await(source.listTopics().names(), limit)) {
            if (link.rules().reasonAgainst(topic).isEmpty()) {
                wanted.add(topic);
            }
        }
        Map<String, TopicDescription> described = new TreeMap<>();
        source.describeTopics(wanted).topicNameValues().forEach((name, answer) -> {
            try {
                described.put(name, link.source().await(answer, limit));
            } catch (TransientFailure e) {
                // A topic that is gone from the source has no lag.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        });
        return described;
    }

    private Map<TopicPartition, Long> offsets(
            ClusterAccess cluster, Admin source, Map<String, TopicDescription> topics, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> asked.put(new TopicPartition(name, partition.partition()), spec)));
        var answer = source.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<TopicPartition, Long> found = new HashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            found.put(
                    partition,
                    cluster.await(answer.partitionResult(partition), limit).offset());
        }
        return found;
    }
}
