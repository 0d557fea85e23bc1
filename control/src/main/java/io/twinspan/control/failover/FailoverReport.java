package io.twinspan.control.failover;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.failover.Notes.GroupNote;
import io.twinspan.control.failover.Notes.PlaceNote;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.inventory.LinkView;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.OperationState.StepState;
import io.twinspan.control.operation.Step;
import io.twinspan.control.report.AccessChange;
import io.twinspan.control.report.AccessChange.Change;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Participant;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportDraft;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.scene.Scene;
import io.twinspan.model.error.ReplicationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Tells what a move of clients did, from its journal. Confined to the operation's thread. */
final class FailoverReport {
    private final Scene scene;
    private final OperationState state;
    private final FailoverOptions options;
    private final List<Step> steps;
    private final ReportDraft draft;
    private final String file;
    private boolean hasRemarks;

    /**
     * @param state of the operation as it is
     * @param file as it was given, for commands to paste
     */
    FailoverReport(Scene scene, OperationState state, List<Step> steps, ReportKind kind, Author author, String file) {
        this.scene = scene;
        this.state = state;
        this.options = Failover.options(state);
        this.steps = steps;
        this.file = file;
        this.draft = new ReportDraft(
                state.operation(), kind, scene.link().name(), author, Instant.ofEpochMilli(state.openedMs()));
    }

    /** The report of a move that came to its end. */
    Report ofDone(long nowMs) {
        List<MovedTopic> topics = note(first(), Notes.TOPICS, Notes.Topics.class)
                .map(Notes.Topics::topics)
                .orElse(List.of());
        List<GroupNote> groups = GroupsStep.kept(state.notes(MoveStep.GROUPS), Notes.MOVED);
        Map<TopicPartition, Long> ends = note(MoveStep.FENCE, Notes.ENDS, Notes.Offsets.class)
                .map(Notes.Offsets::offsets)
                .orElse(Map.of());
        Loss loss = options.isEmergency()
                ? new EmergencyLoss(
                                scene.link().source().alias().value(),
                                topics,
                                Notes.LossList.join(state.notes(MoveStep.LOSS)))
                        .loss()
                : new PlannedLoss(scene, topics, ends, isWrittenByTheWayBack(topics)).loss();
        clusters();
        steps();
        draft.topics(loss.topics());
        groups(groups, ends);
        access();
        draft.rpo(loss.rpo());
        loss.remarks().forEach(remark -> remark(remark.severity(), remark.what(), remark.cure()));
        rto();
        remarks();
        next();
        Verdict verdict = loss.isLost() ? Verdict.DONE_WITH_LOSS : hasRemarks ? Verdict.OK_WITH_REMARKS : Verdict.OK;
        return draft.end(verdict, sentence(topics.size(), groups, loss), Instant.ofEpochMilli(nowMs));
    }

    /**
     * The report of a move that was taken back.
     *
     * @param why why, if that was not asked for
     */
    Report ofUndone(String why, long nowMs) {
        clusters();
        steps();
        remarks();
        draft.next(
                NextStep.Purpose.OTHER,
                "When what stood in the way is removed, try again; --dry-run says whether it would work",
                (options.isFailback() ? "twinspan failback " : "twinspan failover ") + file + " '" + asked()
                        + "' --dry-run");
        String back = "everything is as it was, and producers and consumers go on on "
                + scene.link().source().alias();
        return why.isEmpty()
                ? draft.end(Verdict.UNDONE, "it was taken back: " + back, Instant.ofEpochMilli(nowMs))
                : draft.end(Verdict.ABORTED, why + "; " + back, Instant.ofEpochMilli(nowMs));
    }

    /** The link that the command named: clients come back on the one in the other direction. */
    private String asked() {
        LinkView back = scene.back();
        return (options.isFailback() && back != null ? back : scene.link())
                .name()
                .toString();
    }

    private String first() {
        return options.isEmergency() ? MoveStep.ASSESS : MoveStep.PREFLIGHT;
    }

    private <T> Optional<T> note(String step, String name, Class<T> type) {
        return Optional.ofNullable(state.notes(step).get(name)).map(text -> JsonText.read(text, type));
    }

    private void clusters() {
        draft.cluster(new Participant(
                scene.link().source().alias().value(), options.isEmergency() ? "" : id(true), Participant.Role.SOURCE));
        draft.cluster(new Participant(scene.link().target().alias().value(), id(false), Participant.Role.TARGET));
    }

    private String id(boolean ofSource) {
        try {
            return (ofSource ? scene.source() : scene.target()).clusterId();
        } catch (ReplicationException e) {
            return "";
        }
    }

    private void steps() {
        for (Step step : steps) {
            StepState of = state.step(step.name());
            long limitMs = step.limit().toMillis();
            if (of == null) {
                draft.step(io.twinspan.control.report.Step.notReached(step.name(), step.title(), limitMs));
                continue;
            }
            draft.step(new io.twinspan.control.report.Step(
                    step.name(),
                    step.title(),
                    Instant.ofEpochMilli(of.begunMs()),
                    of.endedMs() - of.begunMs(),
                    limitMs,
                    outcome(of.status()),
                    of.attempts(),
                    of.text().isEmpty() ? List.of() : List.of(of.text())));
            if (of.status() == Entry.Type.SKIPPED && step.name().equals(MoveStep.FENCE)) {
                remark(Severity.WARNING, of.text(), "");
            } else if (of.status() == Entry.Type.SKIPPED && !step.name().equals(MoveStep.REVERSE)) {
                remark(Severity.NOT_COVERED, "'" + step.name() + "' had nothing to do: " + of.text(), "");
            }
        }
    }

    private static io.twinspan.control.report.Step.Outcome outcome(Entry.Type status) {
        return switch (status) {
            case DONE -> io.twinspan.control.report.Step.Outcome.DONE;
            case SKIPPED -> io.twinspan.control.report.Step.Outcome.SKIPPED;
            case UNDONE -> io.twinspan.control.report.Step.Outcome.UNDONE;
            default -> io.twinspan.control.report.Step.Outcome.FAILED;
        };
    }

    private void groups(List<GroupNote> groups, Map<TopicPartition, Long> ends) {
        var outcomes = new ArrayList<GroupOutcome>();
        long oldestMs = Long.MAX_VALUE;
        for (GroupNote group : groups) {
            var positions = new ArrayList<GroupOutcome.Position>();
            for (PlaceNote place : group.places()) {
                var partition = new TopicPartition(place.sourceTopic(), place.partition());
                positions.add(new GroupOutcome.Position(
                        place.sourceTopic(),
                        place.partition(),
                        place.source(),
                        place.target() < 0 ? null : place.target(),
                        place.target() >= 0 && place.rereads() == 0,
                        place.rereads(),
                        Math.max(0, ends.getOrDefault(partition, 0L) - place.source())));
            }
            var outcome = new GroupOutcome(
                    group.group(),
                    group.onSource().toLowerCase(Locale.ROOT),
                    group.onTarget().toLowerCase(Locale.ROOT),
                    GroupOutcome.Outcome.valueOf(group.outcome()),
                    group.detail(),
                    positions);
            outcomes.add(outcome);
            oldestMs = group.seenMs() < 0 ? oldestMs : Math.min(oldestMs, group.seenMs());
            if (!outcome.settled()) {
                remark(
                        Severity.WARNING,
                        "group " + group.group() + " was not set: " + group.detail(),
                        "Set it by hand, if it should go on where it stopped; 'twinspan translate' says where that is");
            } else if (!outcome.exact()) {
                remark(
                        Severity.WARNING,
                        "group " + group.group() + " reads " + outcome.readAgain() + " records again",
                        "");
            }
        }
        if (oldestMs < Long.MAX_VALUE) {
            remark(
                    Severity.NOTE,
                    "groups are where the link saw them last, at " + Instant.ofEpochMilli(oldestMs)
                            + " or later; what they read since, they read again",
                    "");
        }
        draft.groups(outcomes);
    }

    private void access() {
        String source = scene.link().source().alias().value();
        String target = scene.link().target().alias().value();
        access(source, Change.IN_PLACE, MoveStep.FENCE, Notes.ACLS);
        access(source, Change.IN_PLACE, MoveStep.GROUPS, Notes.ACLS);
        access(target, Change.ADDED, MoveStep.OPEN, Notes.ACLS);
        access(target, Change.REMOVED, MoveStep.OPEN, OpenStep.LIFTED);
        note(MoveStep.FENCE, Notes.QUOTAS, Notes.QuotaList.class)
                .ifPresent(noted -> draft.access(noted.quotas().stream()
                        .map(quota -> AccessChange.quota(
                                source, Change.IN_PLACE, "producer_byte_rate=1 for " + quota.entity()))
                        .toList()));
    }

    private void access(String cluster, Change change, String step, String name) {
        note(step, name, Notes.AclList.class)
                .ifPresent(noted -> draft.access(noted.acls().stream()
                        .map(Acl::binding)
                        .map(acl -> AccessChange.acl(cluster, change, acl))
                        .toList()));
    }

    /** In topics of the same name, the way back writes where the fence stands. */
    private boolean isWrittenByTheWayBack(List<MovedTopic> topics) {
        StepState reversed = state.step(MoveStep.REVERSE);
        return reversed != null
                && reversed.status() == Entry.Type.DONE
                && topics.stream().anyMatch(MovedTopic::isSameName);
    }

    private void rto() {
        StepState fence = state.step(MoveStep.FENCE);
        StepState open = state.step(MoveStep.OPEN);
        if (fence != null && open != null) {
            String until = " until " + scene.link().target().alias() + " was open for writing";
            draft.rto(
                    options.isEmergency()
                            ? new Rto(open.endedMs() - state.openedMs(), "from the command" + until)
                            : new Rto(open.endedMs() - fence.begunMs(), "from the fence" + until));
        }
    }

    private void remarks() {
        note(first(), Notes.REMARKS, Notes.Remarks.class)
                .ifPresent(noted -> noted.remarks().forEach(text -> remark(Severity.WARNING, text, "")));
        StepState fence = state.step(MoveStep.FENCE);
        if (fence != null && fence.text().contains("not proven")) {
            remark(Severity.NOTE, "the fence is not proven by a canary, but by ends of logs that stood still", "");
        }
    }

    private void next() {
        String link = "'" + scene.link().name() + "'";
        draft.next(
                NextStep.Purpose.WATCH,
                "See that producers and consumers have arrived on "
                        + scene.link().target().alias(),
                "twinspan groups " + file + " " + link);
        if (options.isEmergency()) {
            draft.next(
                    NextStep.Purpose.OTHER,
                    "Once " + scene.link().source().alias()
                            + " is back: which records it had taken that were not copied",
                    "twinspan orphans " + file + " " + link);
        }
        if (options.isFailback()) {
            return;
        }
        draft.next(
                NextStep.Purpose.FAILBACK,
                "When clients are to come back to " + scene.link().source().alias(),
                "twinspan failback " + file + " " + link);
    }

    private void remark(Severity severity, String what, String cure) {
        hasRemarks |= severity != Severity.NOTE && severity != Severity.NOT_COVERED;
        draft.remark(severity, what, cure);
    }

    private String sentence(int topics, List<GroupNote> groups, Loss loss) {
        long rereads = groups.stream()
                .flatMap(group -> group.places().stream())
                .mapToLong(PlaceNote::rereads)
                .sum();
        long unset = groups.stream()
                .filter(group -> !group.outcome().equals(GroupsStep.COMMITTED)
                        && !group.outcome().equals(GroupsStep.IN_STEP))
                .count();
        return topics + " topics and " + (groups.size() - unset) + " groups moved from "
                + scene.link().source().alias() + " to " + scene.link().target().alias() + "; "
                + loss.sentence()
                + (rereads == 0 ? ", none is read again" : ", " + rereads + " are read again")
                + (unset == 0 ? "" : "; " + unset + " groups were not set");
    }
}
