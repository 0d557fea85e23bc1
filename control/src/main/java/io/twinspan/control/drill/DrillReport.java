package io.twinspan.control.drill;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.check.Obstacle;
import io.twinspan.control.drill.GroupSample.Unread;
import io.twinspan.control.group.GroupPlace;
import io.twinspan.control.group.GroupStanding;
import io.twinspan.control.report.DrillOutcome;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.Rpo;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.TopicOutcome;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.report.view.Words;
import io.twinspan.model.name.LinkName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Tells what a drill found, the verdict first. Confined to the drill's thread. */
final class DrillReport {
    /** What producers wait for, from the first to the last. */
    private static final Set<String> WAITED_FOR = Set.of("fence", "drain", "hold", "verify", "groups", "open");

    private static final int MOST_GRANTED = 200;
    private static final int MOST_CHARACTERS = 1_000;

    private final LinkName link;
    private final Findings found;
    private final DrillOptions options;
    private final ReportDraft draft;
    private final String file;
    private boolean hasRemarks;

    /** @param file as it was given, for commands to paste */
    DrillReport(LinkName link, Findings found, DrillOptions options, ReportDraft draft, String file) {
        this.link = link;
        this.found = found;
        this.options = options;
        this.draft = draft;
        this.file = file;
    }

    Report of(Instant started, Instant ended) {
        List<String> reasons = found.reasons();
        found.steps().forEach(step -> draft.step(step.reported()));
        draft.topics(found.topics().stream().map(this::topic).toList());
        draft.groups(found.groups().stream().map(this::group).toList());
        draft.drill(outcome(started));
        remarks();
        next(reasons.isEmpty());
        if (!reasons.isEmpty()) {
            return draft.end(Verdict.FAILED, wouldNot(reasons), ended);
        }
        draft.rpo(Rpo.NOTHING);
        draft.rto(new Rto(
                waitMs(),
                "from the fence until " + link.target() + " would be open; estimated where a drill cannot measure"));
        return draft.end(hasRemarks ? Verdict.OK_WITH_REMARKS : Verdict.OK, would(), ended);
    }

    private long waitMs() {
        return found.steps().stream()
                .filter(step -> WAITED_FOR.contains(step.name()))
                .mapToLong(DryStep::totalMs)
                .sum();
    }

    private String would() {
        long exact = found.groups().stream().filter(GroupStanding::isExact).count();
        long again = found.groups().stream().mapToLong(GroupStanding::rereads).sum();
        return "would work: RPO 0, " + Words.number(exact) + " of "
                + Words.count(found.groups().size(), "group") + " exact"
                + (again == 0 ? "" : " (" + Words.count(again, "record") + " read again at most)")
                + ", about " + Words.duration(Math.max(1, (waitMs() + 500) / 1_000) * 1_000);
    }

    private static String wouldNot(List<String> reasons) {
        String first = reasons.get(0);
        return "would not work: "
                + (first.length() > MOST_CHARACTERS ? first.substring(0, MOST_CHARACTERS) + "..." : first)
                + (reasons.size() == 1 ? "" : "; and " + Words.count(reasons.size() - 1, "more reason"));
    }

    private TopicOutcome topic(MovedTopic topic) {
        var partitions = new ArrayList<TopicOutcome.Partition>();
        for (int i = 0; i < topic.partitions(); i++) {
            var partition = new TopicPartition(topic.topic(), i);
            partitions.add(new TopicOutcome.Partition(
                    i, found.ends().get(partition), found.copied().get(partition), 0));
        }
        return new TopicOutcome(topic.topic(), topic.copy(), partitions, 0, TopicOutcome.Comparison.NOT_COMPARED);
    }

    private GroupOutcome group(GroupStanding group) {
        return new GroupOutcome(
                group.group(),
                group.onSource().name().toLowerCase(Locale.ROOT),
                group.onTarget().name().toLowerCase(Locale.ROOT),
                group.onTarget() == GroupStanding.Life.ACTIVE
                        ? GroupOutcome.Outcome.ACTIVE_ON_TARGET
                        : GroupOutcome.Outcome.TRIED,
                group.unknown().isEmpty()
                        ? ""
                        : group.unknown().get(0).translation().reason(),
                group.places().stream().map(this::position).toList());
    }

    private GroupOutcome.Position position(GroupPlace place) {
        long lag = found.ends().getOrDefault(place.source(), 0L)
                - place.committed().offset();
        return new GroupOutcome.Position(
                place.source().topic(),
                place.source().partition(),
                place.committed().offset(),
                place.translation().target().isEmpty()
                        ? null
                        : place.translation().target().getAsLong(),
                place.translation().isExact(),
                place.translation().rereads(),
                Math.max(0, lag));
    }

    private DrillOutcome outcome(Instant started) {
        var permissions = new ArrayList<DrillOutcome.Permission>();
        found.permissions().stream().filter(one -> !one.granted()).forEach(permissions::add);
        found.permissions().stream()
                .filter(DrillOutcome.Permission::granted)
                .limit(MOST_GRANTED)
                .forEach(permissions::add);
        return new DrillOutcome(
                found.lastSuccess()
                        .map(last -> started.toEpochMilli() - last.toEpochMilli())
                        .orElse(null),
                found.samples().stream()
                        .map(sample -> new DrillOutcome.Sample(sample.group(), sample.records(), sample.difference()))
                        .toList(),
                permissions);
    }

    private void remarks() {
        for (Obstacle obstacle : found.obstacles()) {
            remark(
                    obstacle.weight() == Obstacle.Weight.REMARK ? Severity.WARNING : Severity.ERROR,
                    obstacle.subject() + ": " + obstacle.what(),
                    obstacle.cure());
        }
        found.problems().forEach(problem -> remark(Severity.WARNING, problem.toString(), ""));
        found.refused()
                .forEach(why -> remark(Severity.ERROR, why, "See whether its settings are those for " + link.target()));
        found.permissions().stream()
                .filter(permission -> !permission.granted())
                .forEach(permission -> remark(
                        Severity.ERROR,
                        permission.principal() + " lacks " + permission.words() + " on " + link.target(),
                        "Grant it there, or have ACLs follow (sync.topic.acls.enabled = true)"));
        samples();
    }

    private void samples() {
        int all = found.groups().size();
        int read = found.samples().size();
        if (read < all) {
            remark(
                    Severity.NOT_COVERED,
                    read + " of " + all + " groups have read on both sides"
                            + (options.sample() > 0 ? ", chosen with seed " + options.seed() : ""),
                    "");
        }
        Map<Unread, Integer> unread = new EnumMap<>(Unread.class);
        found.samples().forEach(sample -> sample.unread().forEach(why -> unread.merge(why, 1, Integer::sum)));
        unread.forEach((why, count) -> remark(
                Severity.NOT_COVERED, "nothing was read at " + Words.count(count, "position") + " " + why.words(), ""));
    }

    private void next(boolean works) {
        String words = file + " '" + link + "'";
        if (works) {
            draft.next(NextStep.Purpose.OTHER, "When clients are to move", "twinspan failover " + words);
        } else {
            draft.next(
                    NextStep.Purpose.OTHER,
                    "When what stands in the way is removed, drill again",
                    "twinspan drill " + words);
        }
        if (found.samples().stream().anyMatch(sample -> !sample.isEqual())) {
            draft.next(NextStep.Purpose.OTHER, "What else differs", "twinspan verify " + words);
        }
    }

    private void remark(Severity severity, String what, String cure) {
        hasRemarks |= severity == Severity.WARNING || severity == Severity.ERROR;
        draft.remark(severity, what, cure);
    }
}
