package io.twinspan.control.report;

import io.twinspan.control.report.AccessChange.Change;
import io.twinspan.control.report.GroupOutcome.Position;
import io.twinspan.control.report.NextStep.Purpose;
import io.twinspan.control.report.Remark.Severity;
import io.twinspan.control.report.TopicOutcome.Comparison;
import io.twinspan.model.name.LinkName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Reports for tests, as operations would write them. Immutable. */
public final class SampleReports {
    public static final Instant STARTED = Instant.parse("2026-11-30T18:51:42.250Z");
    public static final LinkName LINK = LinkName.parse("dc1->dc2");

    private static final String CONFIGURATION = "2f7c1e0d5b8a46931f0e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928";

    private SampleReports() {}

    /** Somebody on a machine, with options of which one is a secret. */
    public static Author author() {
        return new Author(
                "ann@ops-3",
                "0.1.0",
                Map.of("--reverse", "", "--drain-timeout", "5m", "--hook-token", "hush-hush"),
                CONFIGURATION);
    }

    /** A report about which nothing is to be said, in no place of a chain. */
    public static Report plain(String id) {
        return draft(id, ReportKind.FAILOVER)
                .rpo(Rpo.NOTHING)
                .rto(new Rto(41_230, "from the fence until dc2 was open for writing"))
                .end(Verdict.OK, "dc2 has everything, and is open for writing.", STARTED.plusMillis(52_480));
    }

    /** A report to which a test adds what it is about. */
    public static ReportDraft draft(String id, ReportKind kind) {
        return new ReportDraft(id, kind, LINK, author(), STARTED)
                .cluster(new Participant("dc1", "q3Tz0rB5Tg2M1wUuHq9zNA", Participant.Role.SOURCE))
                .cluster(new Participant("dc2", "mK8b1v0xQ5iJ7sLdWf2y3g", Participant.Role.TARGET));
    }

    /** A planned failover that went well, with a remark. */
    public static Report planned() {
        return draft(ReportKind.FAILOVER.id(STARTED, 0x3f2a), ReportKind.FAILOVER)
                .rpo(Rpo.NOTHING)
                .rto(new Rto(41_230, "from the fence until dc2 was open for writing"))
                .step(step("preflight", "Looks whether both clusters are able to do this", 0, 6_120, 60_000))
                .step(step(
                        "fence",
                        "Denies writing on dc1, and tries it",
                        6_120,
                        2_480,
                        30_000,
                        "2 transactions were ended"))
                .step(step("drain", "Waits until everything is on dc2", 8_600, 31_020, 300_000))
                .step(step("verify", "Compares the last records of both sides", 39_620, 4_900, 120_000))
                .step(step(
                        "groups", "Commits the groups' positions on dc2, and reads them back", 44_520, 1_930, 60_000))
                .step(step("open", "Allows writing on dc2", 46_450, 900, 30_000))
                .step(step("reverse", "Starts the link dc2->dc1", 47_350, 4_300, 60_000))
                .topics(topics(4))
                .groups(List.of(
                        group("billing", GroupOutcome.Outcome.COMMITTED, "", position("orders", 0, 120_400, 119_871)),
                        group("shipping", GroupOutcome.Outcome.COMMITTED, "", position("orders", 1, 88_102, 87_990)),
                        group("fraud", GroupOutcome.Outcome.ALREADY_THERE, "", position("payments", 0, 5_500, 5_498))))
                .access(List.of(
                        deny("dc1", Change.ADDED, "orders"),
                        deny("dc1", Change.IN_PLACE, "orders"),
                        AccessChange.quota(
                                "dc2", Change.REMOVED, "--delete-config producer_byte_rate --user-defaults")))
                .remark(
                        Severity.NOT_COVERED,
                        "The topic audit is not replicated by this link, so nothing is said of it",
                        "add it to dc1->dc2.topics if it is to be replicated")
                .next(
                        Purpose.WATCH,
                        "Watch the new link until it has caught up.",
                        "twinspan status mm2.properties 'dc2->dc1' --watch")
                .next(
                        Purpose.FAILBACK,
                        "When dc1 is to lead again, go back.",
                        "twinspan failback mm2.properties 'dc1->dc2'")
                .next(
                        Purpose.UNDO,
                        "As long as nothing was written to dc2, this takes everything back.",
                        "twinspan failover mm2.properties 'dc1->dc2' --undo failover-20261130T185142Z-3f2a")
                .end(
                        Verdict.OK_WITH_REMARKS,
                        "dc2 has everything that dc1 had, every group goes on there where it stopped, and dc2 is open for writing.",
                        STARTED.plusMillis(51_650));
    }

    /** An emergency failover in which something is lost, with all that can be said, and names that are not friendly. */
    public static Report emergency() {
        return draft(ReportKind.EMERGENCY_FAILOVER.id(STARTED, 0x91c4), ReportKind.EMERGENCY_FAILOVER)
                .rpo(new Rpo(
                        1_204L,
                        3_107_311L,
                        2_410L,
                        false,
                        "dc1 did not answer, so its ends are those of 18:51:39 and what its producers sent since is estimated",
                        List.of(
                                new Rpo.Partition("orders", 3, 120_400L, 812L, 2_410L),
                                new Rpo.Partition("payments", 0, 5_500L, 392L, 1_120L),
                                new Rpo.Partition("clicks.eu-west.<script>alert(1)</script>", 11, null, null, null))))
                .rto(new Rto(74_800, "from the decision until dc2 was open for writing"))
                .step(step(
                        "evidence",
                        "Asks dc1 from several places whether it is there",
                        0,
                        30_040,
                        120_000,
                        "3 of 3 say no"))
                .step(step(
                        "stop",
                        "Stops the link for good, so that one that returns writes nothing",
                        30_040,
                        1_200,
                        30_000))
                .step(new Step(
                        "fence",
                        "Denies writing on dc1",
                        STARTED.plusMillis(31_240),
                        10_002,
                        10_000,
                        Step.Outcome.FAILED,
                        3,
                        List.of("no broker of dc1 answers")))
                .step(new Step(
                        "drain",
                        "Waits until everything is on dc2",
                        STARTED.plusMillis(41_242),
                        0,
                        300_000,
                        Step.Outcome.SKIPPED,
                        0,
                        List.of()))
                .step(step("groups", "Commits the groups' last known positions on dc2", 41_242, 32_000, 60_000))
                .step(step("open", "Allows writing on dc2", 73_242, 1_558, 30_000))
                .step(Step.notReached("reverse", "Starts the link dc2->dc1", 60_000))
                .topics(List.of(
                        topic("audit", 1, 12_000, 0, Comparison.NOT_COMPARED),
                        topic("orders", 12, 1_204_331, 812, Comparison.EQUAL),
                        topic("payments", 6, 300_112, 392, Comparison.DIFFERENT),
                        new TopicOutcome(
                                "clicks.eu-west.<script>alert(1)</script>",
                                "dc1.clicks.eu-west.<script>alert(1)</script>",
                                List.of(new TopicOutcome.Partition(11, null, 77L, 0)),
                                0,
                                Comparison.NOT_COMPARED)))
                .groups(List.of(
                        group("billing", GroupOutcome.Outcome.COMMITTED, "", position("orders", 0, 120_400, 119_871)),
                        group(
                                "\"><img src=x onerror=alert(2)>&\u001b[31mred",
                                GroupOutcome.Outcome.COMMITTED,
                                "",
                                new Position("orders", 3, 120_400, 119_871L, false, 13, 1_000)),
                        group(
                                "reporting",
                                GroupOutcome.Outcome.ACTIVE_ON_TARGET,
                                "it has 3 members on dc2, which would overwrite it"),
                        group("sandbox", GroupOutcome.Outcome.SKIPPED, "no position of it was ever seen"),
                        group(
                                "warehouse",
                                GroupOutcome.Outcome.FAILED,
                                "dc2 refused the commit: User:mm2 lacks READ on group warehouse",
                                new Position("orders", 1, 88_102, null, false, 0, 0))))
                .access(List.of(
                        deny("dc1", Change.IN_PLACE, "orders"),
                        AccessChange.quota(
                                "dc2", Change.ADDED, "--add-config producer_byte_rate=1048576 --user-defaults")))
                .remark(Severity.NOTE, "The clocks of dc1 and dc2 differed by 0.2 s", "")
                .remark(
                        Severity.ERROR,
                        "payments-0 differs between the last position known and the end of dc2",
                        "twinspan verify mm2.properties 'dc1->dc2' --topics payments")
                .remark(Severity.NOT_COVERED, "Schemas were not looked at, since the file names no registry", "")
                .remark(
                        Severity.WARNING,
                        "A fence on dc1 could not be set: its producers may write there once it is back",
                        "")
                .next(
                        Purpose.ORPHANS,
                        "When dc1 is back, before anybody writes to it: the records that it has and dc2 does not have.",
                        "twinspan orphans mm2.properties 'dc1->dc2' --list")
                .next(Purpose.WATCH, "Watch dc2.", "twinspan status mm2.properties --watch")
                .end(
                        Verdict.DONE_WITH_LOSS,
                        "dc2 is open for writing; at most 1,204 records that dc1 had accepted are not there, and 4 of 5 groups need a look.",
                        STARTED.plusMillis(74_800));
    }

    /** A drill that found a difference and a missing permission. */
    public static Report drill() {
        return draft(ReportKind.DRILL.id(STARTED, 0x0007), ReportKind.DRILL)
                .step(step("preflight", "Looks whether both clusters are able to do this", 0, 6_120, 60_000))
                .step(step("sample", "Reads what each group would read, on both sides", 6_120, 20_000, 60_000))
                .groups(List.of(
                        group("billing", GroupOutcome.Outcome.TRIED, "", position("orders", 0, 120_400, 119_871))))
                .drill(new DrillOutcome(
                        7 * 86_400_000L,
                        List.of(
                                new DrillOutcome.Sample("billing", 100, ""),
                                new DrillOutcome.Sample("shipping", 61, "record 61 has another value on dc2")),
                        List.of(
                                new DrillOutcome.Permission(
                                        "User:billing", "--operation Read --topic 'dc1.orders'", true),
                                new DrillOutcome.Permission(
                                        "User:shop", "--operation Write --topic 'dc1.orders'", false))))
                .end(
                        Verdict.FAILED,
                        "A failover would not work now: see the difference and the permission.",
                        STARTED.plusMillis(26_120));
    }

    /** A verification that found differences. */
    public static Report verification() {
        return draft(ReportKind.VERIFY.id(STARTED, 0xfade), ReportKind.VERIFY)
                .topics(List.of(
                        topic("audit", 1, 12_000, 0, Comparison.EQUAL),
                        topic("orders", 12, 1_204_331, 0, Comparison.DIFFERENT),
                        topic("payments", 6, 300_112, 0, Comparison.EQUAL)))
                .verification(new VerifyOutcome(
                        200,
                        12_345_678,
                        9_812_345_678L,
                        98_000,
                        1_250,
                        12,
                        List.of(new VerifyOutcome.Difference(
                                "altered",
                                "orders",
                                3,
                                120_400L,
                                119_871L,
                                "key 17, value {\"a\":1}, 2026-11-30 18:00:00 UTC",
                                "key 17, value {\"a\":2}, 2026-11-30 18:00:00 UTC")),
                        List.of("orders-0: offsets 0 to 99, which retention deleted on dc1")))
                .end(Verdict.FAILED, "dc2 does not hold what dc1 holds: 12 differences.", STARTED.plusMillis(61_000));
    }

    /** Names as long as Kafka allows them, and commands that no line can take. */
    public static Report withLongNames() {
        String name = "a-" + "very-".repeat(48) + "long";
        return draft(ReportKind.FAILBACK.id(STARTED, 0xbeef), ReportKind.FAILBACK)
                .rpo(new Rpo(1L, null, null, true, "", List.of(new Rpo.Partition(name, 99_999, 1L, 1L, 1L))))
                .step(step(name, name, 0, 1, 1, name))
                .topics(List.of(topic(name, 1, 999_999_999_999_999L, 1, Comparison.DIFFERENT)))
                .groups(List.of(
                        group(name, GroupOutcome.Outcome.ACTIVE_ON_TARGET, name),
                        group("g", GroupOutcome.Outcome.COMMITTED, "", new Position(name, 0, 1, 1L, false, 1, 1))))
                .access(List.of(deny("dc1", Change.ADDED, name)))
                .remark(Severity.ERROR, name, name)
                .next(
                        Purpose.UNDO,
                        name,
                        "twinspan failback mm2.properties 'dc1->dc2' --topics 'orders of the day' --topics payments --hook"
                                + " \"say 'it is done' to everybody who waits\" --undo failback-20261130T185142Z-beef")
                .end(Verdict.UNDONE, name, STARTED.plusMillis(1));
    }

    /** More than anybody reads: so many topics of 6 partitions, and so many groups with positions in so many partitions. */
    public static Report large(int topics, int groups, int positions) {
        var outcomes = new ArrayList<GroupOutcome>();
        for (int i = 0; i < groups; i++) {
            outcomes.add(group(
                    "group-%04d".formatted(i),
                    GroupOutcome.Outcome.COMMITTED,
                    "",
                    IntStream.range(0, positions)
                            .mapToObj(partition -> position(
                                    "topic-%05d".formatted(partition % 50), partition / 50, 9_000_000, 8_999_000))
                            .toArray(Position[]::new)));
        }
        return draft(ReportKind.FAILOVER.id(STARTED, 0x1a46), ReportKind.FAILOVER)
                .rpo(Rpo.NOTHING)
                .rto(new Rto(41_230, "from the fence until dc2 was open for writing"))
                .topics(topics(topics))
                .groups(outcomes)
                .end(Verdict.OK, "dc2 has everything, and is open for writing.", STARTED.plusMillis(52_480));
    }

    private static List<TopicOutcome> topics(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> topic("topic-%05d".formatted(i), 6, 1_000_000, 0, Comparison.EQUAL))
                .toList();
    }

    private static TopicOutcome topic(String name, int partitions, long end, long orphans, Comparison comparison) {
        return new TopicOutcome(
                name,
                "dc1." + name,
                IntStream.range(0, partitions)
                        .mapToObj(i ->
                                new TopicOutcome.Partition(i, end, end - (i == 0 ? orphans : 0), i == 0 ? orphans : 0))
                        .toList(),
                comparison == Comparison.NOT_COMPARED ? 0 : 1_000,
                comparison);
    }

    private static Step step(String name, String what, long afterMs, long tookMs, long limitMs, String... remarks) {
        return new Step(
                name, what, STARTED.plusMillis(afterMs), tookMs, limitMs, Step.Outcome.DONE, 1, List.of(remarks));
    }

    private static GroupOutcome group(String name, GroupOutcome.Outcome outcome, String reason, Position... positions) {
        return new GroupOutcome(name, "Empty", "Empty", outcome, reason, List.of(positions));
    }

    private static Position position(String topic, int partition, long source, long target) {
        return new Position(topic, partition, source, target, true, 0, 0);
    }

    private static AccessChange deny(String cluster, Change change, String topic) {
        return AccessChange.acl(
                cluster,
                change,
                new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                        new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY)));
    }
}
