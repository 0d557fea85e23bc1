package io.twinspan.control.verify.plan;

import io.twinspan.control.cluster.ClusterClient;
import io.twinspan.control.cluster.TopicRules;
import io.twinspan.control.inventory.LaneMaps;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.link.Origins;
import io.twinspan.model.error.TransientFailure;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.translation.LaneGeneration;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds out what of a link's partitions can be compared. Confined to one thread; every step is bounded in time. */
public final class Planner {
    private static final String CLIENT_ID = "twinspan-verify";

    private final LinkView link;
    private final Origins origins;
    private final boolean readCommitted;
    private final Clock clock;
    private final Duration limit;
    private final List<String> remarks = new ArrayList<>();

    /**
     * Makes a planner.
     *
     * @param readCommitted whether the link leaves out what was aborted
     */
    public Planner(LinkView link, Origins origins, boolean readCommitted, Clock clock, Duration limit) {
        this.link = link;
        this.origins = origins;
        this.readCommitted = readCommitted;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * What is asked for, in the terms of the source. Immutable.
     *
     * @param topics which source topics
     * @param fromMs records before the first one with this timestamp or a later one are left out, if it is not null
     * @param toMs from such a record on they are left out, if it is not null
     * @param lastRecords so many offsets below the end at most, 0 for all
     * @param lastBytes about so many bytes below the end at most, 0 for all
     * @param sourceStarts where partitions begin, as far as that was found out before
     * @param sourceEnds where they end, in the same way
     */
    public record Wish(
            Predicate<String> topics,
            @Nullable Long fromMs,
            @Nullable Long toMs,
            long lastRecords,
            long lastBytes,
            Map<TopicPartition, Long> sourceStarts,
            Map<TopicPartition, Long> sourceEnds) {}

    /** What both clusters and the positions say. Confined to one call. */
    private record Known(
            Map<String, TopicDescription> sourceTopics,
            Map<String, TopicDescription> targetTopics,
            LaneMaps maps,
            Map<LaneId, List<OffsetRange>> leftOut,
            Map<TopicPartition, Long> sourceFirsts,
            Map<TopicPartition, Long> sourceEnds,
            Map<TopicPartition, Long> targetFirsts,
            Map<String, Boolean> compactedSources,
            Map<String, Boolean> compactedTargets,
            Map<TopicPartition, Long> fromTime,
            Map<TopicPartition, Long> toTime,
            Map<TopicPartition, Long> sizes,
            int sourceOrigin,
            int targetOrigin) {}

    /**
     * The plans of all partitions that are wanted, in the order of their names.
     *
     * @throws TransientFailure if a cluster does not answer
     */
    public List<PartitionPlan> plan(Wish wish) {
        try (var source = new ClusterClient(link.source(), CLIENT_ID, limit);
                var target = new ClusterClient(link.target(), CLIENT_ID, limit)) {
            var facts = new LinkFacts(
                    source,
                    target,
                    () -> LaneMaps.read(link, partition -> wish.topics().test(partition.topic()), clock, limit));
            return plan(wish, facts);
        }
    }

    /** The same of facts that are at hand. */
    public List<PartitionPlan> plan(Wish wish, LinkFacts facts) {
        TopicRules rules = link.rules();
        List<String> names = facts.source().topicNames().stream()
                .filter(topic ->
                        wish.topics().test(topic) && rules.reasonAgainst(topic).isEmpty())
                .toList();
        Known known = ask(facts, names, wish);
        var plans = new ArrayList<PartitionPlan>();
        known.sourceTopics().forEach((name, topic) -> {
            for (int i = 0; i < topic.partitions().size(); i++) {
                plans.add(plan(new TopicPartition(name, i), topic, known, wish));
            }
        });
        remark(known);
        return plans;
    }

    /** What else a person should know. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    private Known ask(LinkFacts facts, List<String> names, Wish wish) {
        var source = new ClusterFacts(facts.source());
        var target = new ClusterFacts(facts.target());
        Map<String, TopicDescription> sourceTopics = facts.source().topics(names);
        var copies = new TreeSet<String>();
        sourceTopics.keySet().forEach(name -> copies.add(link.rules().targetTopic(name)));
        Map<String, TopicDescription> targetTopics = facts.target().topics(copies);
        Collection<TopicPartition> partitions = ClusterClient.partitions(sourceTopics.values());
        // The ends before the positions: what they say is then below what the source had.
        Map<TopicPartition, Long> ends = source.ends(partitions, readCommitted);
        LaneMaps maps = facts.maps().get();
        Long from = wish.fromMs();
        Long to = wish.toMs();
        return new Known(
                sourceTopics,
                targetTopics,
                maps,
                maps.leftOut(),
                source.firsts(partitions),
                ends,
                target.firsts(ClusterClient.partitions(targetTopics.values())),
                source.compacted(sourceTopics.keySet()),
                target.compacted(targetTopics.keySet()),
                from == null ? Map.of() : source.atTime(partitions, from),
                to == null ? Map.of() : source.atTime(partitions, to),
                wish.lastBytes() > 0 ? source.sizes() : Map.of(),
                ProducerIds.origin(facts.source().clusterId()),
                ProducerIds.origin(facts.target().clusterId()));
    }

    private PartitionPlan plan(TopicPartition partition, TopicDescription topic, Known known, Wish wish) {
        String copy = link.rules().targetTopic(partition.topic());
        Long first = known.sourceFirsts().get(partition);
        Long end = known.sourceEnds().get(partition);
        if (first == null || end == null) {
            return without(
                    partition, copy, Reason.UNREADABLE, 0, "the source does not say where its log begins and ends");
        }
        List<LaneGeneration> generations = known.maps().generations(partition);
        if (generations.isEmpty()) {
            return first.equals(end)
                    ? new PartitionPlan(partition, copy, List.of(), List.of())
                    : without(
                            partition, copy, Reason.NO_POSITION, end - first, "the link has stored no position for it");
        }
        LaneId lane = generations.get(0).lane();
        if (!lane.topicId().equals(topic.topicId())) {
            return without(
                    partition,
                    copy,
                    Reason.RECREATED,
                    end - first,
                    "the source topic was created anew; the stored positions are those of the one before");
        }
        TopicDescription copied = known.targetTopics().get(copy);
        if (copied == null || copied.partitions().size() <= partition.partition()) {
            return without(
                    partition,
                    copy,
                    Reason.NO_TARGET,
                    end - first,
                    "the target has no " + copy + "-" + partition.partition());
        }
        Long targetFirst = known.targetFirsts().get(new TopicPartition(copy, partition.partition()));
        if (targetFirst == null) {
            return without(partition, copy, Reason.UNREADABLE, 0, "the target does not say where its log begins");
        }
        LogBounds bounds = bounds(partition, generations.get(0), known, wish, targetFirst);
        var planner = new LegPlanner(
                generations,
                bounds,
                carried(partition.topic(), copy, known),
                known.leftOut(),
                new LegPlanner.Cleaning(
                        known.compactedSources().getOrDefault(partition.topic(), true)
                                || known.compactedTargets().getOrDefault(copy, true),
                        copy.equals(partition.topic())));
        List<PlannedLeg> legs = planner.legs();
        return new PartitionPlan(partition, copy, legs, planner.notCompared());
    }

    private static PartitionPlan without(
            TopicPartition partition, String copy, Reason reason, long offsets, String text) {
        return new PartitionPlan(partition, copy, List.of(), List.of(new NotCompared(reason, offsets, text)));
    }

    private static LogBounds bounds(
            TopicPartition partition, LaneGeneration newest, Known known, Wish wish, long targetFirst) {
        long first = known.sourceFirsts().getOrDefault(partition, 0L);
        long sourceEnd = known.sourceEnds().getOrDefault(partition, 0L);
        long wantedTo = wish.toMs() == null ? Long.MAX_VALUE : known.toTime().getOrDefault(partition, Long.MAX_VALUE);
        wantedTo = Math.min(wantedTo, wish.sourceEnds().getOrDefault(partition, Long.MAX_VALUE));
        // Where there is no record of that time or later, all are earlier.
        long wantedFrom = wish.fromMs() == null ? 0 : known.fromTime().getOrDefault(partition, Long.MAX_VALUE);
        wantedFrom = Math.max(wantedFrom, wish.sourceStarts().getOrDefault(partition, 0L));
        long end = Math.min(newest.end().source(), wantedTo);
        if (wish.lastRecords() > 0) {
            wantedFrom = Math.max(wantedFrom, end - wish.lastRecords());
        }
        Long size = known.sizes().get(partition);
        if (wish.lastBytes() > 0 && size != null && size > 0 && sourceEnd > first) {
            double offsetsPerByte = (double) (sourceEnd - first) / size;
            wantedFrom = Math.max(wantedFrom, end - Math.max(1, (long) (wish.lastBytes() * offsetsPerByte)));
        }
        return new LogBounds(first, sourceEnd, targetFirst, wantedFrom, wantedTo);
    }

    private LongPredicate carried(String topic, String copy, Known known) {
        return origins.forTopics(topic, copy).carriedProducers(known.sourceOrigin(), known.targetOrigin());
    }

    private void remark(Known known) {
        Set<String> unreadable = known.maps().unreadable();
        if (!unreadable.isEmpty()) {
            remarks.add("of " + link.positionsTopic() + ", what cannot be read was left out: "
                    + String.join("; ", unreadable));
        }
        if (!known.compactedSources().keySet().containsAll(known.sourceTopics().keySet())
                || !known.compactedTargets()
                        .keySet()
                        .containsAll(known.targetTopics().keySet())) {
            remarks.add(
                    "a cluster does not tell the configs of some topics (DESCRIBE_CONFIGS is missing): they are compared as"
                            + " if they were compacted, where removed records cannot always be told from cleaned ones");
        }
    }
}
