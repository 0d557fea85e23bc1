package io.twinspan.control.upkeep;

import io.twinspan.control.report.Author;
import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Participant;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.report.VerifyOutcome;
import io.twinspan.control.report.view.Words;
import io.twinspan.control.verify.compare.Counts;
import io.twinspan.control.verify.result.Difference;
import io.twinspan.control.verify.result.DifferenceText;
import io.twinspan.control.verify.result.PartitionResult;
import io.twinspan.control.verify.result.ShownRecord;
import io.twinspan.model.name.LinkName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a comparison of a link's both sides has shown, as a report. Confined to one thread.
 *
 * @param results of the partitions that are compared
 * @param isWhole whether that is all there is; else the comparison goes on
 */
record PassReport(LinkName link, List<PartitionResult> results, List<String> remarks, boolean isWhole, String file) {
    private static final int MOST = 50;

    /** The first difference, in words; empty if there is none. */
    Optional<String> firstDifference() {
        return results.stream()
                .filter(result -> result.differences() > 0)
                .findFirst()
                .map(result -> result.topic() + "-" + result.partition() + ": "
                        + (result.found().isEmpty()
                                ? "the records differ"
                                : DifferenceText.line(result.found().get(0))));
    }

    Report of(String id, Author author, Instant started, Instant ended) {
        var draft = new ReportDraft(id, ReportKind.VERIFY, link, author, started);
        draft.cluster(new Participant(link.source().value(), "", Participant.Role.SOURCE));
        draft.cluster(new Participant(link.target().value(), "", Participant.Role.TARGET));
        draft.topics(topics()).verification(outcome());
        remarks.forEach(remark -> draft.remark(Severity.NOTE, remark, ""));
        String command = "twinspan verify " + file + " '" + link + "'";
        Optional<String> difference = firstDifference();
        if (difference.isPresent()) {
            draft.next(
                    NextStep.Purpose.OTHER,
                    "All differences; what each means, and what to do, is in docs/how-to/verify.md",
                    command + " --all-differences 20");
            return draft.end(
                    Verdict.FAILED,
                    link.target() + " does not hold what " + link.source() + " holds: "
                            + Words.count(differences(), "difference") + "; the first is in " + difference.get()
                            + (isWhole ? "" : "; the comparison goes on"),
                    ended);
        }
        long incomplete = results.stream()
                .filter(result -> result.notCompared().stream()
                        .anyMatch(part -> part.reason().needsPerson()))
                .count();
        String equal = link.target() + " holds what " + link.source() + " holds: "
                + Words.count(counts().records(), "record") + " in " + Words.count(results.size(), "partition")
                + " are equal";
        if (incomplete == 0) {
            return draft.end(Verdict.OK, equal, ended);
        }
        draft.next(NextStep.Purpose.OTHER, "See why some could not be compared", command);
        return draft.end(
                Verdict.OK_WITH_REMARKS,
                equal + "; " + Words.count(incomplete, "partition") + " could not be compared",
                ended);
    }

    private Counts counts() {
        return results.stream().map(PartitionResult::counts).reduce(Counts.NONE, Counts::plus);
    }

    private long differences() {
        return results.stream().mapToLong(PartitionResult::differences).sum();
    }

    private VerifyOutcome outcome() {
        Counts counts = counts();
        var first = new ArrayList<VerifyOutcome.Difference>();
        var notCompared = new ArrayList<String>();
        for (PartitionResult result : results) {
            result.found().forEach(difference -> first.add(told(result, difference)));
            result.notCompared()
                    .forEach(part -> notCompared.add(result.topic() + "-" + result.partition() + ": " + part.text()));
        }
        return new VerifyOutcome(
                results.size(),
                counts.records(),
                counts.sourceBytes() + counts.targetBytes(),
                counts.wholeBatches(),
                counts.openedBatches(),
                differences(),
                first.stream().limit(MOST).toList(),
                notCompared.stream().limit(MOST).toList());
    }

    private static VerifyOutcome.Difference told(PartitionResult result, Difference difference) {
        return new VerifyOutcome.Difference(
                difference.kind().text(),
                result.topic(),
                result.partition(),
                difference.sourceOffset() < 0 ? null : difference.sourceOffset(),
                difference.targetOffset() < 0 ? null : difference.targetOffset(),
                shown(difference.inSource()),
                shown(difference.inTarget()));
    }

    private static String shown(@Nullable ShownRecord record) {
        return record == null ? "" : DifferenceText.record(record);
    }

    private List<TopicOutcome> topics() {
        Map<String, List<PartitionResult>> byTopic = new TreeMap<>();
        results.forEach(result -> byTopic.computeIfAbsent(result.topic(), unused -> new ArrayList<>())
                .add(result));
        var topics = new ArrayList<TopicOutcome>();
        byTopic.forEach((topic, partitions) -> topics.add(new TopicOutcome(
                topic,
                partitions.get(0).targetTopic(),
                partitions.stream()
                        .map(result -> new TopicOutcome.Partition(
                                result.partition(), Math.max(0, result.to()), Math.max(0, result.to()), 0))
                        .toList(),
                partitions.stream()
                        .mapToLong(result -> result.counts().records())
                        .sum(),
                partitions.stream().anyMatch(result -> result.differences() > 0)
                        ? TopicOutcome.Comparison.DIFFERENT
                        : TopicOutcome.Comparison.EQUAL)));
        return topics;
    }
}
