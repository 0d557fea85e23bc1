package io.twinspan.control.drill;

import io.twinspan.control.drill.GroupSample.Unread;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.operation.Time;
import io.twinspan.control.verify.LinkScan;
import io.twinspan.control.verify.Round;
import io.twinspan.control.verify.VerifiedLink;
import io.twinspan.control.verify.VerifyRequest;
import io.twinspan.control.verify.plan.PartitionPlan;
import io.twinspan.control.verify.plan.Planner;
import io.twinspan.control.verify.result.DifferenceText;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.link.BatchScan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Has groups read on both sides of a link, from where each stands. Confined to the drill's thread.
 *
 * <p>It reads batches as they are stored, as {@code control.verify} does: so records of other origins are left out on the side where they
 * belong, nothing is joined or committed, and many partitions share a request. Groups that stand at the same place read it once.
 */
final class SampleReading {
    private static final String CLIENT_ID = "twinspan-drill";
    private static final long MEMORY_BYTES = 16L << 20;
    private static final int AT_ONCE = 16;
    private static final long STEP_MS = 200;

    private final VerifiedLink link;
    private final Clock clock;
    private final Duration limit;
    private final int records;

    /** @param records how many each group reads in each partition */
    SampleReading(VerifiedLink link, Clock clock, Duration limit, int records) {
        this.link = link;
        this.clock = clock;
        this.limit = limit;
        this.records = records;
    }

    /** Where groups read: the same for all that stand there. Immutable. */
    private record Spot(TopicPartition source, long offset, long target) {
        static Spot of(GroupPlace place) {
            return new Spot(
                    place.source(),
                    place.committed().offset(),
                    place.translation().target().orElse(-1));
        }
    }

    /**
     * Reads, and compares.
     *
     * @param untilMs when it ends, also if not all is read
     * @param progress hears how far it is
     */
    List<GroupSample> read(Collection<GroupStanding> groups, Time time, long untilMs, Consumer<String> progress) {
        Map<TopicPartition, PartitionPlan> whole = link.isTransformed() ? Map.of() : plans(groups);
        var stretches = new LinkedHashMap<Spot, Stretch>();
        for (GroupStanding group : groups) {
            for (GroupPlace place : group.places()) {
                Optional.ofNullable(whole.get(place.source()))
                        .filter(plan -> plan.targetTopic().equals(place.target().topic()))
                        .flatMap(plan -> Stretch.of(plan, place.committed().offset(), place.translation(), records))
                        .ifPresent(stretch -> stretches.putIfAbsent(Spot.of(place), stretch));
            }
        }
        Map<Spot, Outcome> outcomes = compare(stretches, time, untilMs, progress);
        return groups.stream().map(group -> sample(group, whole, outcomes)).toList();
    }

    private Map<TopicPartition, PartitionPlan> plans(Collection<GroupStanding> groups) {
        Set<String> topics = new TreeSet<>();
        groups.forEach(group ->
                group.places().forEach(place -> topics.add(place.source().topic())));
        var wish = new Planner.Wish(topics::contains, null, null, 0, 0, Map.of(), Map.of());
        var plans = new HashMap<TopicPartition, PartitionPlan>();
        new Planner(link.view(), link.origins(), link.readCommitted(), clock, limit)
                .plan(wish)
                .forEach(plan -> plans.put(plan.partition(), plan));
        return plans;
    }

    /** What reading at a spot has shown. Immutable. */
    private record Outcome(@Nullable PartitionResult result, long again, String againFailure, Stretch stretch) {}

    private Map<Spot, Outcome> compare(
            Map<Spot, Stretch> stretches, Time time, long untilMs, Consumer<String> progress) {
        if (stretches.isEmpty()) {
            return Map.of();
        }
        var round = Round.of(stretches.values().stream().map(Stretch::plan).toList(), 1);
        try (BatchScan scan = open(stretches.values());
                var counts = new AgainCounts(scan, stretches.values())) {
            try {
                boolean isDone = advance(round, counts, scan);
                while (!isDone && time.nowMs() < untilMs) {
                    scan.poll(STEP_MS);
                    if (!time.pause(0)) {
                        throw Rehearsal.interrupted();
                    }
                    isDone = advance(round, counts, scan);
                    long read =
                            round.soFar().stream().filter(Optional::isPresent).count();
                    progress.accept("groups read on both sides: " + read + " of " + stretches.size() + " places");
                }
                return outcomes(stretches, round, counts);
            } finally {
                round.stop();
            }
        }
    }

    private static boolean advance(Round round, AgainCounts counts, BatchScan scan) {
        boolean isCompared = round.advance(scan);
        return counts.advance() && isCompared;
    }

    private static Map<Spot, Outcome> outcomes(Map<Spot, Stretch> stretches, Round round, AgainCounts counts) {
        var outcomes = new HashMap<Spot, Outcome>();
        List<Optional<PartitionResult>> results = round.soFar();
        int number = 0;
        for (Map.Entry<Spot, Stretch> one : stretches.entrySet()) {
            PartitionResult result = results.get(number++).orElse(null);
            AgainCount count = counts.of(one.getValue());
            outcomes.put(
                    one.getKey(),
                    new Outcome(
                            result,
                            count == null ? 0 : count.records(),
                            count == null ? "" : count.failure(),
                            one.getValue()));
        }
        return outcomes;
    }

    private BatchScan open(Collection<Stretch> stretches) {
        Set<String> sources = new TreeSet<>();
        Set<String> targets = new TreeSet<>();
        stretches.forEach(stretch -> {
            sources.add(stretch.plan().partition().topic());
            targets.add(stretch.plan().targetTopic());
        });
        return new LinkScan(link, CLIENT_ID, VerifyRequest.UNLIMITED, MEMORY_BYTES).open(AT_ONCE, sources, targets);
    }

    private GroupSample sample(
            GroupStanding group, Map<TopicPartition, PartitionPlan> whole, Map<Spot, Outcome> outcomes) {
        long read = 0;
        long again = 0;
        String difference = "";
        var unread = new ArrayList<Unread>();
        for (GroupPlace place : group.places()) {
            Outcome outcome = outcomes.get(Spot.of(place));
            PartitionResult result = outcome == null ? null : outcome.result();
            if (outcome == null || result == null) {
                unread.add(outcome == null ? reason(place, whole) : Unread.NO_TIME);
                continue;
            }
            read += result.counts().records();
            again += outcome.again();
            difference = difference.isEmpty() ? difference(place, result, outcome) : difference;
            if (result.notCompared().stream().anyMatch(part -> part.reason() == NotCompared.Reason.UNREADABLE)
                    || !outcome.againFailure().isEmpty()) {
                unread.add(Unread.UNREADABLE);
            }
        }
        return new GroupSample(group.group(), read, difference, again, unread);
    }

    private Unread reason(GroupPlace place, Map<TopicPartition, PartitionPlan> whole) {
        if (link.isTransformed()) {
            return Unread.TRANSFORMED;
        }
        PartitionPlan plan = whole.get(place.source());
        if (plan == null) {
            return Unread.OTHER_WAY;
        }
        boolean isBeyond = !plan.legs().isEmpty() && place.committed().offset() > plan.end();
        return isBeyond || place.translation().isPending() ? Unread.NOT_COPIED : Unread.NO_MAP;
    }

    private static String difference(GroupPlace place, PartitionResult result, Outcome outcome) {
        if (result.differences() > 0) {
            String first = result.found().isEmpty()
                    ? "the records differ"
                    : DifferenceText.line(result.found().get(0));
            return place.source() + " from " + place.committed().offset() + " on, at "
                    + place.translation().target().orElse(-1) + " of " + place.target() + ": " + first;
        }
        if (outcome.again() > outcome.stretch().mostAgain()) {
            return place.source() + " from " + place.committed().offset() + " on: it would read " + outcome.again()
                    + " records again, more than the " + outcome.stretch().mostAgain() + " that its place promises";
        }
        return "";
    }

    /** Why some were not read, each reason once. */
    static Set<Unread> reasons(Collection<GroupSample> samples) {
        var reasons = EnumSet.noneOf(Unread.class);
        samples.forEach(sample -> reasons.addAll(sample.unread()));
        return reasons;
    }
}
