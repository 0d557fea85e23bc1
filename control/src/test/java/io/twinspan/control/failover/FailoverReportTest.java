package io.twinspan.control.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.check.MovedTopic;
import io.twinspan.control.failover.FailoverOptions.Verify;
import io.twinspan.control.failover.Notes.AclList;
import io.twinspan.control.failover.Notes.GroupNote;
import io.twinspan.control.failover.Notes.GroupNotes;
import io.twinspan.control.failover.Notes.LossList;
import io.twinspan.control.failover.Notes.Offsets;
import io.twinspan.control.failover.Notes.PlaceNote;
import io.twinspan.control.failover.Notes.QuotaList;
import io.twinspan.control.failover.Notes.Remarks;
import io.twinspan.control.failover.Notes.Topics;
import io.twinspan.control.fence.Acl;
import io.twinspan.control.fence.FenceKind;
import io.twinspan.control.fence.QuotaFence.Quota;
import io.twinspan.control.inventory.PartitionLoss;
import io.twinspan.control.json.JsonText;
import io.twinspan.control.operation.Entry;
import io.twinspan.control.operation.NamedStep;
import io.twinspan.control.operation.OperationState;
import io.twinspan.control.operation.Step;
import io.twinspan.control.report.AccessChange;
import io.twinspan.control.report.AccessChange.Change;
import io.twinspan.control.report.Author;
import io.twinspan.control.report.GroupOutcome;
import io.twinspan.control.report.NextStep;
import io.twinspan.control.report.Remark;
import io.twinspan.control.report.Report;
import io.twinspan.control.report.ReportKind;
import io.twinspan.control.report.Rto;
import io.twinspan.control.report.Step.Outcome;
import io.twinspan.control.report.Verdict;
import io.twinspan.control.scene.Scene;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports from journals that were written by hand, with clusters that do not answer any more. */
class FailoverReportTest {
    private static final TopicPartition ZERO = new TopicPartition("orders", 0);
    private static final TopicPartition ONE = new TopicPartition("orders", 1);
    private static final Acl DENIAL = new Acl("TOPIC", "LITERAL", "orders", "User:*", "*", "WRITE", "DENY");
    private static final Acl RIGHT = new Acl("TOPIC", "PREFIXED", "ord", "User:app", "*", "WRITE", "ALLOW");

    private final Scene scene = Scenes.unanswered();
    private final List<Entry> journal = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long nowMs = 1_000_000;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aPlannedMoveThatWentWellIsOk() {
        Report report = planned(group("billing", 70, 170, 0, "COMMITTED")).ofDone(nowMs);

        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(report.sentence())
                .isEqualTo("1 topics and 1 groups moved from dc1 to dc2; no record was lost, none is read again");
        assertThat(report.id()).isEqualTo("f1");
        assertThat(report.started()).isEqualTo(Instant.ofEpochMilli(1_000_000));
        assertThat(report.rpo())
                .isNotNull()
                .satisfies(rpo -> assertThat(rpo.none()).isTrue());
        assertThat(report.rto())
                .as("preflight took one second, fence and open begin and end a second apart each")
                .isEqualTo(new Rto(5_000, "from the fence until dc2 was open for writing"));
        assertThat(report.steps())
                .extracting(step -> step.name() + " " + step.outcome())
                .containsExactly(
                        "preflight DONE",
                        "fence DONE",
                        "groups DONE",
                        "open DONE",
                        "reverse DONE",
                        "later NOT_REACHED");
        assertThat(report.next())
                .extracting(NextStep::command)
                .containsExactly(
                        "twinspan groups mm2.properties 'dc1->dc2'", "twinspan failback mm2.properties 'dc1->dc2'");
        assertThat(report.clusters())
                .extracting(cluster -> cluster.alias() + cluster.clusterId())
                .as("clusters that do not answer have no id")
                .containsExactly("dc1", "dc2");
    }

    @Test
    void whatWasAddedTakenAwayAndStillStandsIsTold() {
        Report report = planned().ofDone(nowMs);

        assertThat(report.access())
                .containsExactlyInAnyOrder(
                        AccessChange.acl("dc1", Change.IN_PLACE, DENIAL.binding()),
                        AccessChange.acl("dc2", Change.ADDED, RIGHT.binding()),
                        AccessChange.acl("dc2", Change.REMOVED, DENIAL.binding()));
    }

    @Test
    void aGroupThatReadsAgainIsARemark() {
        Report report = planned(group("billing", 60, 160, 3, "COMMITTED")).ofDone(nowMs);

        assertThat(report.verdict()).isEqualTo(Verdict.OK_WITH_REMARKS);
        assertThat(report.sentence()).endsWith("no record was lost, 3 are read again");
        assertThat(report.groupsExact()).isZero();
        assertThat(report.groups()).singleElement().satisfies(group -> {
            assertThat(group.readAgain()).isEqualTo(3);
            assertThat(group.lag()).as("the fence stood at 70").isEqualTo(10);
            assertThat(group.positions().get(0).targetOffset()).isEqualTo(160);
        });
        assertThat(report.remarks()).extracting(Remark::what).contains("group billing reads 3 records again");
    }

    @Test
    void aGroupThatWasNotSetIsARemarkWithItsReason() {
        Report report = planned(group("live", 60, 160, 0, "ACTIVE_ON_TARGET"), group("odd", 60, -1, 0, "SKIPPED"))
                .ofDone(nowMs);

        assertThat(report.verdict()).isEqualTo(Verdict.OK_WITH_REMARKS);
        assertThat(report.sentence()).contains("1 topics and 0 groups moved").endsWith("; 2 groups were not set");
        assertThat(report.remarks())
                .extracting(Remark::what)
                .contains("group live was not set: why live", "group odd was not set: why odd");
        GroupOutcome odd = report.groups().get(1);
        assertThat(odd.positions().get(0).targetOffset()).isNull();
        assertThat(odd.positions().get(0).exact()).isFalse();
    }

    @Test
    void whatPreflightRemarkedIsTold() {
        remark = "clock: it differs";
        Report report = planned().ofDone(nowMs);

        assertThat(report.verdict()).isEqualTo(Verdict.OK_WITH_REMARKS);
        assertThat(report.remarks()).extracting(Remark::what).containsExactly("clock: it differs");
    }

    @Test
    void aFenceWithoutProofIsNotedAndNoMore() {
        fenceText = "2 denials, not proven by a canary: it may write as a super user; the ends of 2 logs stand still";
        Report report = planned().ofDone(nowMs);

        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(report.remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.severity()).isEqualTo(Remark.Severity.NOTE);
            assertThat(remark.what()).startsWith("the fence is not proven by a canary");
        });
    }

    @Test
    void anEmergencyTellsItsBoundAndHowOldGroupsAre() {
        Report report =
                emergency(new PartitionLoss("orders", 0, 60, 12, 600, 900, 5)).ofDone(nowMs);

        assertThat(report.verdict()).isEqualTo(Verdict.DONE_WITH_LOSS);
        assertThat(report.sentence())
                .isEqualTo(
                        "1 topics and 1 groups moved from dc1 to dc2; at most 12 records, of the last 0.9 s, were not"
                                + " copied yet, none is read again");
        assertThat(report.rto())
                .as("five steps, each one second after the one before, and one long")
                .isEqualTo(new Rto(10_000, "from the command until dc2 was open for writing"));
        assertThat(report.remarks())
                .extracting(Remark::what)
                .contains(
                        "dc1 does not answer; should it come back, nothing keeps producers out",
                        "groups are where the link saw them last, at 1970-01-01T00:15:00Z or later; what they read since, they"
                                + " read again");
        assertThat(report.next()).extracting(NextStep::command).contains("twinspan orphans mm2.properties 'dc1->dc2'");
        assertThat(report.clusters().get(0).clusterId()).isEmpty();
    }

    @Test
    void anEmergencyThatLostNothingSaysSo() {
        Report report =
                emergency(new PartitionLoss("orders", 0, 60, 0, 0, 0, 5)).ofDone(nowMs);

        assertThat(report.sentence()).contains("; no record was lost");
        assertThat(report.verdict())
                .as("the fence that was left out is a remark")
                .isEqualTo(Verdict.OK_WITH_REMARKS);
    }

    @Test
    void aMoveThatWasTakenBackSaysWhatFailed() {
        open(false);
        step("preflight", Entry.Type.DONE, "ready", Map.of(Notes.TOPICS, topics()));
        step(
                "fence",
                Entry.Type.UNDONE,
                "",
                Map.of(Notes.QUOTAS, new QuotaList(List.of(new Quota(Map.of("user", ""), null)))));
        steps.add(new NamedStep("open"));

        Report asked = report(ReportKind.FAILOVER).ofUndone("", nowMs);
        assertThat(asked.verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(asked.sentence())
                .isEqualTo("it was taken back: everything is as it was, and producers and consumers go on on dc1");
        assertThat(asked.steps())
                .extracting(io.twinspan.control.report.Step::outcome)
                .containsExactly(Outcome.DONE, Outcome.UNDONE, Outcome.NOT_REACHED);
        assertThat(asked.rpo()).isNull();
        assertThat(asked.rto()).isNull();
        assertThat(asked.access()).isEmpty();

        Report failed = report(ReportKind.FAILOVER).ofUndone("'drain' failed: time is up", nowMs);
        assertThat(failed.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(failed.sentence()).startsWith("'drain' failed: time is up; everything is as it was");
    }

    @Test
    void aBrakeThatStandsIsTold() {
        open(false);
        step("preflight", Entry.Type.DONE, "", Map.of(Notes.TOPICS, topics()));
        step(
                "fence",
                Entry.Type.DONE,
                "",
                Map.of(
                        Notes.QUOTAS,
                        new QuotaList(List.of(new Quota(Map.of("user", ""), 5e6))),
                        Notes.ENDS,
                        Offsets.of(Map.of(ZERO, 70L, ONE, 0L), 1)));
        step("reverse", Entry.Type.DONE, "", Map.of());

        assertThat(report(ReportKind.FAILOVER).ofDone(nowMs).access())
                .containsExactly(AccessChange.quota("dc1", Change.IN_PLACE, "producer_byte_rate=1 for {user=}"));
    }

    private String remark = "";
    private String fenceText = "2 denials, proven by a canary on every leader after 80 ms";

    private FailoverReport planned(GroupNote... groups) {
        open(false);
        step(
                "preflight",
                Entry.Type.DONE,
                "ready",
                remark.isEmpty()
                        ? Map.of(Notes.TOPICS, topics())
                        : Map.of(Notes.TOPICS, topics(), Notes.REMARKS, new Remarks(List.of(remark))));
        step(
                "fence",
                Entry.Type.DONE,
                fenceText,
                Map.of(
                        Notes.ACLS,
                        new AclList(List.of(DENIAL)),
                        Notes.ENDS,
                        Offsets.of(Map.of(ZERO, 70L, ONE, 0L), 1)));
        step("groups", Entry.Type.DONE, "", Map.of(Notes.MOVED + 0, new GroupNotes(List.of(groups))));
        step(
                "open",
                Entry.Type.DONE,
                "",
                Map.of(Notes.ACLS, new AclList(List.of(RIGHT)), OpenStep.LIFTED, new AclList(List.of(DENIAL))));
        step("reverse", Entry.Type.DONE, "", Map.of());
        steps.add(new NamedStep("later"));
        return report(ReportKind.FAILOVER);
    }

    private FailoverReport emergency(PartitionLoss loss) {
        open(true);
        step("assess", Entry.Type.DONE, "", Map.of(Notes.TOPICS, topics()));
        step(
                "fence",
                Entry.Type.SKIPPED,
                "dc1 does not answer; should it come back, nothing keeps producers out",
                Map.of());
        step("loss", Entry.Type.DONE, "", Map.of(Notes.LOSSES + 0, new LossList(List.of(loss))));
        GroupNote seen = group("billing", 60, 160, 0, "COMMITTED");
        GroupNote at = new GroupNote(
                seen.group(), seen.onSource(), seen.onTarget(), seen.places(), 0, seen.outcome(), "", 900_000);
        step("groups", Entry.Type.DONE, "", Map.of(Notes.MOVED + 0, new GroupNotes(List.of(at))));
        step("open", Entry.Type.DONE, "", Map.of());
        return report(ReportKind.EMERGENCY_FAILOVER);
    }

    private FailoverReport report(ReportKind kind) {
        var author = new Author("ann@ops-3", "0.1.0", Map.of(), "");
        return new FailoverReport(scene, OperationState.of("f1", journal), steps, kind, author, "mm2.properties");
    }

    private void open(boolean isEmergency) {
        var options = new FailoverOptions(
                isEmergency,
                false,
                true,
                ".*",
                FenceKind.ACL,
                List.of(),
                List.of(),
                Verify.NONE,
                60_000,
                0,
                false,
                -1,
                false,
                List.of());
        add(Entry.Type.OPENED, "", "", JsonText.line(options));
    }

    /** A step that takes a second, one second after what was before. */
    private void step(String name, Entry.Type end, String text, Map<String, Object> notes) {
        steps.add(new NamedStep(name));
        nowMs += 1_000;
        add(Entry.Type.BEGUN, name, "", "");
        notes.forEach((note, value) -> add(Entry.Type.NOTED, name, note, JsonText.line(value)));
        nowMs += 1_000;
        add(end, name, "", text);
    }

    private void add(Entry.Type type, String step, String name, String text) {
        journal.add(new Entry("f1", 1, "writer", journal.size(), type, step, name, text, nowMs));
    }

    private static Topics topics() {
        return new Topics(List.of(new MovedTopic("orders", "orders", 2)));
    }

    private static GroupNote group(String name, long source, long target, long rereads, String outcome) {
        return new GroupNote(
                name,
                "EMPTY",
                "EMPTY",
                List.of(new PlaceNote("orders", "orders", 0, source, target, rereads, -1, "")),
                0,
                outcome,
                outcome.equals("COMMITTED") ? "" : "why " + name,
                -1);
    }
}
