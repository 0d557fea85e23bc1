package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CutOverTest {
    private static final TaskStatus LIVING = new TaskStatus(0, 400, true, false, 1);
    private static final HoldStatus FREE = new HoldStatus(Level.FREE, "link.standby", 0, "");
    private static final PartitionStatus DRAINED = partition(0, State.COPYING, 0, 0, Rpo.NONE);

    @Test
    void nothingSpeaksAgainstALinkThatIsUpToDate() {
        assertThat(verdict(DRAINED)).isEmpty();
        assertThat(link(FREE, List.of(LIVING), List.of(DRAINED)).verdict().isSafe())
                .isTrue();
    }

    @Test
    void aTargetThatIsNotReachedEndsTheQuestion() {
        assertThat(LinkStatus.ofUnreached(Links.view(), "nobody listens")
                        .verdict()
                        .reasons())
                .containsExactly("the target cannot be reached: nobody listens");
    }

    @Test
    void aSourceThatIsNotReachedIsAReasonAndTheRestIsStillTold() {
        LinkStatus link = link(
                Reach.not("nobody listens"),
                FREE,
                List.of(LIVING),
                List.of(partition(0, State.FAILED, 5, 0, Rpo.NONE)),
                null);

        assertThat(link.verdict().reasons())
                .containsExactly(
                        "the source cannot be reached, so nobody can say what it has taken since: nobody listens",
                        "1 partition has stopped, which 'twinspan lanes' explains: orders-0 (record-too-large)");
    }

    @Test
    void whatHoldsALinkIsNamedWithWhoDoesNotObey() {
        var resting = new TaskStatus(0, 400, true, true, 1);
        var held = new HoldStatus(Level.HELD, "failover-7", 1_700_000_000_000L, "moving to dc2");

        assertThat(link(held, List.of(resting), List.of(DRAINED)).verdict().reasons())
                .containsExactly("the link is held and copies nothing, by failover-7 since 2023-11-14T22:13:20Z:"
                        + " moving to dc2");
        assertThat(link(held, List.of(resting, LIVING), List.of(DRAINED))
                        .verdict()
                        .reasons())
                .first()
                .asString()
                .endsWith("(but 1 of 2 tasks do not rest yet)");
        assertThat(link(new HoldStatus(Level.QUIET, "drill-1", 0, "a drill"), List.of(LIVING), List.of(DRAINED))
                        .verdict()
                        .reasons())
                .containsExactly("the link keeps quiet, so configs, ACLs and offsets of groups do not follow,"
                        + " by drill-1: a drill");
    }

    @Test
    void aLinkWithoutATaskThatLivesCopiesNothing() {
        var dead = new TaskStatus(0, 180_000, false, false, 1);

        assertThat(link(FREE, List.of(dead), List.of(DRAINED)).verdict().reasons())
                .containsExactly("no task of the link has given a sign of life for 3 min, so nothing is copied;"
                        + " start it, or see its log");
        assertThat(link(FREE, List.of(), List.of(DRAINED)).verdict().reasons())
                .containsExactly("no task of the link has ever given a sign of life, so nothing is copied; start it");
    }

    @Test
    void partitionsThatDoNotGetOnAreNamedUpToThree() {
        List<PartitionStatus> failed = IntStream.range(0, 5)
                .mapToObj(number -> partition(number, State.FAILED, 0, 0, Rpo.NONE))
                .toList();

        assertThat(link(FREE, List.of(LIVING), failed).verdict().reasons())
                .containsExactly("5 partitions have stopped, which 'twinspan lanes' explains: orders-0"
                        + " (record-too-large), orders-1 (record-too-large), orders-2 (record-too-large), and 2 more");
        assertThat(verdict(partition(0, State.RETRYING, 0, 0, Rpo.NONE)))
                .containsExactly("1 partition does not get on: orders-0 (record-too-large)");
        assertThat(verdict(partition(0, State.UNTENDED, 0, 0, Rpo.NONE)))
                .containsExactly("1 partition is copied by no task that lives: orders-0");
        assertThat(verdict(partition(0, State.NOT_STARTED, 9, -1, behind(-1, -1))))
                .containsExactly("1 partition has not been begun: orders-0");
    }

    @Test
    void aLagThatDrainsInHalfAMinuteIsNone() {
        assertThat(verdict(partition(0, State.COPYING, 3_000, 100, behind(40_000, 500))))
                .isEmpty();
        assertThat(verdict(partition(0, State.COPYING, 3_100, 100, behind(40_000, 500))))
                .containsExactly(
                        "1 partition is too far behind: orders-0 (3,100 records, about 31 s at the present pace)");
    }

    /** What came just now is not seen to move yet. */
    @Test
    void aLagThatDoesNotMoveIsOneOnceItIsOld() {
        assertThat(verdict(partition(0, State.COPYING, 10, 0, behind(10_000, 500))))
                .isEmpty();
        assertThat(verdict(partition(0, State.COPYING, 10, 0, behind(10_001, 500))))
                .containsExactly("1 partition is too far behind: orders-0 (10 records, and does not move)");
        assertThat(verdict(partition(0, State.COPYING, 10, -1, behind(-1, -1)))).hasSize(1);
    }

    @Test
    void aSourceThatIsNotHeardOfIsAReasonThoughItAnswersUs() {
        assertThat(verdict(partition(0, State.COPYING, 10, 5, behind(9_000, 10_001))))
                .containsExactly("1 partition has had no word of where its source ends: orders-0 (for 10 s)");
    }

    @Test
    void openLossesAreReasons() {
        var lane = new LaneId(new Uuid(1, 2), "orders", 3, 0);
        var lost = new Incident(lane, Cause.SOURCE_RETENTION, new OffsetRange(5, 9), 4, false, 1);
        LinkStatus link = link(FREE, List.of(LIVING), List.of(DRAINED));
        var with = new LinkStatus(
                link.link(),
                link.source(),
                link.target(),
                true,
                FREE,
                link.tasks(),
                link.topics(),
                List.of(lost),
                List.of(lost, lost),
                null,
                List.of());

        assertThat(with.verdict().reasons())
                .containsExactly("records were lost, and nobody has accepted that: source offsets 5 to 8 of orders-3"
                        + " (source-retention), and 1 more; 'twinspan lanes' lists them");
    }

    @Test
    void groupsThatWouldNotFindTheirPlaceAreReasons() {
        assertThat(verdict(group("ready", true, false, true, false))).isEmpty();
        assertThat(verdict(group("inexact", false, false, true, false)))
                .containsExactly("1 group is not exact, and would read records again: inexact (12 records read again)");
        assertThat(verdict(group("there", true, false, false, true)))
                .containsExactly("1 group has members on the target, so its offsets there cannot be set: there");
        assertThat(verdict(group("elsewhere", true, false, false, false)))
                .containsExactly("1 group has other offsets on the target than it should: elsewhere");
    }

    @Test
    void aGroupThatTheLinkIsAboutToCatchUpWithIsNoReasonUnlessTheLinkHasEnded() {
        GroupReadiness pending = group("ahead", false, true, true, false);
        assertThat(verdict(pending)).isEmpty();

        LinkStatus ended = link(Reach.REACHED, FREE, List.of(), List.of(DRAINED), List.of(pending));
        assertThat(ended.verdict().reasons())
                .contains("1 group is not exact, and would read records again: ahead (12 records read again)");
    }

    private static GroupReadiness group(
            String name, boolean exact, boolean pending, boolean inStep, boolean activeOnTarget) {
        return new GroupReadiness(
                name, exact, pending, exact ? 0 : 12, 0, true, inStep, false, activeOnTarget, 5_000, false);
    }

    private static List<String> verdict(GroupReadiness group) {
        return link(Reach.REACHED, FREE, List.of(LIVING), List.of(DRAINED), List.of(group))
                .verdict()
                .reasons();
    }

    private static List<String> verdict(PartitionStatus partition) {
        return link(FREE, List.of(LIVING), List.of(partition)).verdict().reasons();
    }

    private static LinkStatus link(HoldStatus hold, List<TaskStatus> tasks, List<PartitionStatus> partitions) {
        return link(Reach.REACHED, hold, tasks, partitions, null);
    }

    private static LinkStatus link(
            Reach source,
            HoldStatus hold,
            List<TaskStatus> tasks,
            List<PartitionStatus> partitions,
            @Nullable List<GroupReadiness> groups) {
        return new LinkStatus(
                "dc1->dc2",
                source,
                Reach.REACHED,
                true,
                hold,
                tasks,
                List.of(new TopicStatus("orders", "dc1.orders", partitions)),
                List.of(),
                List.of(),
                groups,
                List.of());
    }

    private static Rpo behind(long atMostMs, long asOfMs) {
        return new Rpo(0, 0, 0, atMostMs, 1, 1, asOfMs);
    }

    private static PartitionStatus partition(int number, State state, long lag, long perSecond, Rpo rpo) {
        boolean isTroubled = state == State.FAILED || state == State.RETRYING;
        return new PartitionStatus(
                number,
                state,
                100,
                100 + lag,
                0,
                lag,
                lag,
                1,
                rpo,
                perSecond,
                1_000,
                isTroubled ? Cause.RECORD_TOO_LARGE : Cause.NONE,
                null,
                "");
    }
}
