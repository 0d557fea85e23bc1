package io.twinspan.control.failover;

import io.twinspan.control.report.TopicOutcome.Comparison;
import io.twinspan.control.report.VerifyOutcome;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.DifferenceText;
import io.twinspan.control.verify.result.NotCompared;
import io.twinspan.control.verify.result.NotCompared.Reason;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.control.verify.result.Verdict;
import io.twinspan.control.verify.result.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison showed of the topics that are moved, as the journal keeps it and the report tells it. Immutable.
 *
 * @param topics by their names on the source
 * @param missing how many partitions could not be compared at all
 * @param unseen partitions of which nothing could be compared, though it should have been, each with the reason
 */
record Compared(VerifyOutcome outcome, Map<String, OfTopic> topics, long missing, List<String> unseen) {
    /** What is named in a report; the rest is counted. */
    private static final int MOST_NAMED = 20;

    /**
     * What it showed of one topic. Immutable.
     *
     * @param records how many were compared
     */
    record OfTopic(long records, Comparison comparison) {
        static final OfTopic NOTHING = new OfTopic(0, Comparison.NOT_COMPARED);

        OfTopic plus(PartitionResult result) {
            Comparison ofPartition = switch (result.verdict()) {
                case EQUAL -> Comparison.EQUAL;
                case DIFFERENT -> Comparison.DIFFERENT;
                case INCOMPLETE -> Comparison.NOT_COMPARED;
            };
            return new OfTopic(records + result.counts().records(), worse(comparison, ofPartition));
        }

        private static Comparison worse(Comparison one, Comparison other) {
            if (one == Comparison.DIFFERENT || other == Comparison.DIFFERENT) {
                return Comparison.DIFFERENT;
            }
            return one == Comparison.NOT_COMPARED || other == Comparison.NOT_COMPARED
                    ? Comparison.NOT_COMPARED
                    : Comparison.EQUAL;
        }
    }

    Compared {
        topics = Map.copyOf(topics);
        unseen = List.copyOf(unseen);
    }

    /** Nothing was compared. */
    static final Compared NOTHING =
            new Compared(new VerifyOutcome(0, 0, 0, 0, 0, 0, List.of(), List.of()), Map.of(), 0, List.of());

    /**
     * What a verification showed of some partitions.
     *
     * @param wanted the partitions that are moved; what else was compared does not count
     */
    static Compared of(VerifyReport report, Set<TopicPartition> wanted) {
        List<PartitionResult> results = report.partitions().stream()
                .filter(result -> wanted.contains(new TopicPartition(result.topic(), result.partition())))
                .toList();
        var topics = new TreeMap<String, OfTopic>();
        var unseen = new ArrayList<String>();
        var notCompared = new ArrayList<String>();
        for (PartitionResult result : results) {
            topics.put(
                    result.topic(),
                    topics.getOrDefault(result.topic(), new OfTopic(0, Comparison.EQUAL))
                            .plus(result));
            for (NotCompared part : result.notCompared()) {
                String text = result.topic() + "-" + result.partition() + ": " + part.text();
                // A link that transforms records is meant to; nobody has to look.
                boolean isForPerson = part.reason().needsPerson() && part.reason() != Reason.TRANSFORMED;
                (isForPerson ? unseen : notCompared).add(text);
            }
        }
        Counts counts = results.stream().map(PartitionResult::counts).reduce(Counts.NONE, Counts::plus);
        var outcome = new VerifyOutcome(
                results.stream()
                        .filter(result -> result.verdict() != Verdict.INCOMPLETE)
                        .count(),
                counts.records(),
                counts.sourceBytes() + counts.targetBytes(),
                counts.wholeBatches(),
                counts.openedBatches(),
                results.stream().mapToLong(PartitionResult::differences).sum(),
                first(results),
                shortened(notCompared));
        return new Compared(outcome, topics, wanted.size() - outcome.partitions(), shortened(unseen));
    }

    private static List<VerifyOutcome.Difference> first(List<PartitionResult> results) {
        var first = new ArrayList<VerifyOutcome.Difference>();
        for (PartitionResult result : results) {
            for (Difference difference : result.found()) {
                if (first.size() < MOST_NAMED) {
                    first.add(new VerifyOutcome.Difference(
                            difference.kind().text(),
                            result.topic(),
                            result.partition(),
                            known(difference.sourceOffset()),
                            known(difference.targetOffset()),
                            text(difference.inSource()),
                            text(difference.inTarget())));
                }
            }
        }
        return first;
    }

    private static @Nullable Long known(long offset) {
        return offset < 0 ? null : offset;
    }

    private static String text(@Nullable ShownRecord record) {
        return record == null ? "" : DifferenceText.record(record);
    }

    private static List<String> shortened(List<String> texts) {
        if (texts.size() <= MOST_NAMED) {
            return texts;
        }
        var some = new ArrayList<>(texts.subList(0, MOST_NAMED));
        some.add("and " + (texts.size() - MOST_NAMED) + " more");
        return some;
    }

    OfTopic of(String topic) {
        return topics.getOrDefault(topic, OfTopic.NOTHING);
    }
}
