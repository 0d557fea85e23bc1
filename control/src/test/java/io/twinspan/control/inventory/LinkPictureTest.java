package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.control.inventory.PartitionStatus.State;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.ControlRecord.LinkHold;
import io.twinspan.model.wire.ControlRecord.LinkHold.Level;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class LinkPictureTest {
    private static final long NOW = 1_000_000;
    private static final Uuid ID = new Uuid(1, 2);
    private static final LaneId ORDERS = new LaneId(ID, "orders", 0, 0);
    private static final SourceAnswer GONE = SourceAnswer.none("nobody listens");

    private final Positions positions = new Positions();
    private LinkHold hold = Links.FREE;

    @Test
    void aSourceThatIsAskedNowAndHasNothingNewLeavesNothingToLose() {
        copied(90, NOW - 5_000);
        seen(100, 90, NOW - 4_000, NOW - 4_500);
        add(tip(100, NOW - 3_000));

        PartitionStatus partition = only(ends(100));

        assertThat(partition.lagRecords()).isZero();
        assertThat(partition.rpo()).isEqualTo(Rpo.NONE);
        assertThat(partition.replicatedTo()).isEqualTo(100);
    }

    /** The last word is 0.4 s old, and all was copied up to 0.3 s before it. */
    @Test
    void whatIsNotCopiedIsAsOldAsTheTimeUpToWhichAllIs() {
        copied(100, NOW - 1_000);
        seen(130, 120, NOW - 400, NOW - 700);

        PartitionStatus partition = only(ends(150));

        assertThat(partition.lagRecords()).isEqualTo(30);
        assertThat(partition.lagBytes()).isEqualTo(30 * 50);
        assertThat(partition.endAgeMs()).isZero();
        assertThat(partition.rpo()).isEqualTo(new Rpo(300, 10, 500, 700, 30, 1_500, 400));
    }

    @Test
    void whoHadCopiedAllByTheLastWordIsBehindSinceThatAtMost() {
        copied(100, NOW - 1_000);
        seen(130, 130, NOW - 400, NOW - 400);

        assertThat(only(ends(131)).rpo()).isEqualTo(new Rpo(0, 0, 0, 400, 1, 50, 400));
    }

    @Test
    void withoutTheSourceItsLastWordCountsWithItsAge() {
        copied(100, NOW - 1_000);
        seen(130, 120, NOW - 400, NOW - 700);

        LinkStatus link = draw(GONE);
        PartitionStatus partition = link.topics().get(0).partitions().get(0);

        assertThat(link.source()).isEqualTo(new Reach(false, "nobody listens"));
        assertThat(partition.sourceEnd()).isEqualTo(130);
        assertThat(partition.endAgeMs()).isEqualTo(400);
        assertThat(partition.lagRecords()).isEqualTo(10);
        // Ten a second for 0.9 s more.
        assertThat(partition.rpo()).isEqualTo(new Rpo(300, 10, 500, 700, 19, 950, 400));
        assertThat(link.rpo()).isEqualTo(partition.rpo());
    }

    @Test
    void whatIsNotKnownIsUnknownAndNotNothing() {
        add(tip(100, NOW - 1_000));

        PartitionStatus partition = only(GONE);

        assertThat(partition.sourceEnd()).isEqualTo(-1);
        assertThat(partition.lagRecords()).isEqualTo(-1);
        assertThat(partition.lagBytes()).isEqualTo(-1);
        assertThat(partition.rpo()).isEqualTo(new Rpo(-1, -1, -1, -1, -1, -1, -1));
        assertThat(draw(GONE).rpo().atMostMs()).isEqualTo(-1);
        assertThat(draw(GONE).partitionsOfUnknownLag()).isEqualTo(1);
        assertThat(draw(GONE).lagRecords()).isEqualTo(-1);
        assertThat(draw(GONE).recordsPerSecond()).isEqualTo(-1);
    }

    @Test
    void ofALinkOfWhichNothingIsKnownNothingIsClaimed() {
        assertThat(draw(GONE).rpo()).isEqualTo(Rpo.UNKNOWN);
        assertThat(draw(GONE).lagRecords()).isEqualTo(-1);
        assertThat(LinkStatus.ofUnreached(Links.view(), "nobody listens").rpo()).isEqualTo(Rpo.UNKNOWN);
        assertThat(draw(new SourceAnswer(Reach.REACHED, Map.of(), Map.of())).rpo())
                .as("a source without a topic of the link has nothing to lose")
                .isEqualTo(Rpo.NONE);
    }

    /** Somebody else may have stored it. */
    @Test
    void aTopicThatNoClusterCanHaveIsLeftOut() {
        add(new SightRecord(new Sight("a\u001b[31mb", 0, 9, 5, 1_000, -1, 900, 10, 50, true, 7)));

        assertThat(draw(GONE).topics()).isEmpty();
    }

    @Test
    void aPartitionThatWasNeverBegunLagsByItsWholeLog() {
        var topic = new SourceAnswer.Topic(ID, Set.of(0), Map.of(0, 40L), Map.of(0, 100L));
        PartitionStatus partition = only(answer(topic));

        assertThat(partition.state()).isEqualTo(State.NOT_STARTED);
        assertThat(partition.lagRecords()).isEqualTo(60);
        assertThat(partition.rpo().atMostMs()).isEqualTo(-1);
        assertThat(partition.rpo().atMostRecords()).isEqualTo(60);
    }

    @Test
    void positionsOfATopicThatWasCreatedAnewDoNotCount() {
        copied(100, NOW - 1_000);
        seen(130, 120, NOW - 400, NOW - 700);
        var topic = new SourceAnswer.Topic(new Uuid(3, 4), Set.of(0), Map.of(0, 0L), Map.of(0, 7L));

        PartitionStatus partition = only(answer(topic));

        assertThat(partition.replicatedTo()).isEqualTo(-1);
        assertThat(partition.lagRecords()).isEqualTo(7);
    }

    /** It may have grown again since, with other records. */
    @Test
    void ofASourceThatLostRecordsNothingIsClaimed() {
        copied(100, NOW - 1_000);
        seen(130, 120, NOW - 400, NOW - 700);
        add(new LaneStateRecord(
                new LaneState(ORDERS, LaneState.Kind.FAILED, Cause.SOURCE_TRUNCATED, null, "ends below", NOW)));

        PartitionStatus partition = only(ends(90));

        assertThat(partition.replicatedTo()).isEqualTo(100);
        assertThat(partition.lagRecords()).isZero();
        assertThat(partition.rpo()).isEqualTo(Rpo.UNKNOWN);
    }

    @Test
    void aPartitionOfWhichTheSourceSaysNothingKeepsItsLastWord() {
        copied(100, NOW - 1_000);
        seen(130, 120, NOW - 400, NOW - 700);
        var topic = new SourceAnswer.Topic(ID, Set.of(0), Map.of(), Map.of());
        var answer = new SourceAnswer(Reach.REACHED, Map.of("orders", topic), Map.of("orders-0", "it has no leader"));

        LinkStatus link = draw(answer);

        assertThat(link.topics().get(0).partitions().get(0).sourceEnd()).isEqualTo(130);
        assertThat(link.notes()).containsExactly("dc1 does not tell of orders-0: it has no leader");
    }

    @Test
    void tasksAreKnownByTheirSignsOfLife() {
        seen(130, 120, NOW - 400, NOW - 700);
        add(new PulseRecord(new Pulse(0, 7, NOW - 600, NOW - 650, -1)));
        add(new PulseRecord(new Pulse(1, 8, NOW - 12_000, -1, -1)));
        add(new PulseRecord(new Pulse(2, 9, NOW - 500_000, -1, -1)));

        assertThat(draw(ends(130)).tasks())
                .as("the third was of a link with more tasks")
                .containsExactly(new TaskStatus(0, 600, true, false, 1), new TaskStatus(1, 12_000, false, false, 0));
    }

    @Test
    void aPartitionWhoseTaskIsGoneIsUntendedWhileOthersLive() {
        copied(100, NOW - 60_000);
        seen(130, 120, NOW - 60_000, NOW - 60_000);
        add(new PulseRecord(new Pulse(0, 7, NOW - 60_000, NOW - 60_000, -1)));
        assertThat(only(ends(130)).state()).as("all are gone").isEqualTo(State.COPYING);

        add(new PulseRecord(new Pulse(1, 8, NOW - 500, -1, -1)));
        assertThat(only(ends(130)).state()).isEqualTo(State.UNTENDED);
    }

    /** Most likely its topic was deleted; what it lacks must not hide what the others do. */
    @Test
    void withoutTheSourceWhatTheLinkHasGoneOnWithoutIsNotCounted() {
        add(new SightRecord(new Sight("old", 3, 9, 5, 1_000, 1_100, 900, 10, 50, false, 99)));
        add(new LaneStateRecord(new LaneState(
                new LaneId(ID, "old", 3, 0), LaneState.Kind.RETRYING, Cause.SOURCE_UNAVAILABLE, null, "gone", 1_100)));
        seen(130, 120, NOW - 400, NOW - 700);
        copied(100, NOW - 1_000);
        add(new PulseRecord(new Pulse(0, 7, NOW - 600, NOW - 650, -1)));

        LinkStatus link = draw(GONE);
        assertThat(link.rpo().atMostRecords()).isEqualTo(19);
        assertThat(link.topics().get(0).partitions().get(0).state()).isEqualTo(State.UNTENDED);
        assertThat(link.retryingPartitions()).isZero();
    }

    @Test
    void whoRestsByTheOrderThatHoldsObeys() {
        hold = new LinkHold(Level.HELD, "failover-1", 5_000, "moving to dc2");
        add(new PulseRecord(new Pulse(0, 7, NOW - 600, -1, 5_000)));
        add(new PulseRecord(new Pulse(1, 8, NOW - 600, -1, 4_000)));

        LinkStatus link = draw(ends(130));

        assertThat(link.hold()).isEqualTo(new HoldStatus(Level.HELD, "failover-1", 5_000, "moving to dc2"));
        assertThat(link.tasks()).extracting(TaskStatus::obeys).containsExactly(true, false);
    }

    @Test
    void aClockThatIsAheadIsNamedAndMakesNothingLookYounger() {
        copied(100, NOW + 1_000);
        seen(130, 130, NOW + 2_500, NOW + 2_500);
        add(new PulseRecord(new Pulse(0, 7, NOW + 3_000, NOW + 2_500, -1)));

        LinkStatus link = draw(ends(131));

        assertThat(link.topics().get(0).partitions().get(0).rpo().atMostMs()).isEqualTo(500);
        assertThat(link.notes()).hasSize(1).first().asString().contains("at least 3.0 s ahead", "NTP");
        assertThat(new LinkPicture(Links.view(), positions, hold, ends(131), NOW + 2_100)
                        .draw()
                        .notes())
                .as("less than a second is no news")
                .isEmpty();
    }

    @Test
    void aTimeThatNoClockHasIsNobodys() {
        seen(130, 130, NOW - 400, NOW - 400);
        copied(100, NOW - 1_000);
        add(new PulseRecord(new Pulse(0, 7, Long.MAX_VALUE, -1, -1)));

        LinkStatus link = draw(ends(131));

        assertThat(link.tasks()).isEmpty();
        assertThat(link.rpo().atMostMs()).isEqualTo(400);
    }

    @Test
    void theSpeedIsThatOfTheLastSecondsAndUnknownOnceTheyAreOver() {
        copied(100, NOW - 3_000);
        seen(120, 110, NOW - 3_000, NOW - 3_000);
        seen(130, 130, NOW - 1_000, NOW - 1_000);

        assertThat(only(ends(130)).recordsPerSecond()).isEqualTo(10);
        LinkStatus later = new LinkPicture(Links.view(), positions, hold, ends(130), NOW + 4_100).draw();
        assertThat(later.topics().get(0).partitions().get(0).recordsPerSecond()).isEqualTo(-1);
    }

    @Test
    void heartbeatsAreLeftOutUnlessTheyAreInTrouble() {
        var lane = new LaneId(ID, "heartbeats", 0, 0);
        add(new TipRecord(new Tip(lane, 10, 10, Map.of(), -1, NOW)));
        var topic = new SourceAnswer.Topic(ID, Set.of(0), Map.of(0, 0L), Map.of(0, 12L));
        var answer = new SourceAnswer(Reach.REACHED, Map.of("heartbeats", topic), Map.of());
        assertThat(draw(answer).topics()).isEmpty();

        add(new LaneStateRecord(
                new LaneState(lane, LaneState.Kind.RETRYING, Cause.NOT_AUTHORIZED, null, "not allowed", NOW)));
        assertThat(draw(answer).topics()).extracting(TopicStatus::topic).containsExactly("heartbeats");
    }

    @Test
    void aLossIsOpenForADayUnlessSomebodyAcceptedItOrBeganAnew() {
        copied(100, NOW);
        Incident lost = lost(0, false, NOW - 1_000);
        add(new IncidentRecord(lost));
        add(new IncidentRecord(lost(10, true, NOW - 1_000)));
        add(new IncidentRecord(lost(20, false, NOW - 86_400_001)));
        add(new IncidentRecord(
                new Incident(ORDERS, Cause.TARGET_LOST_RECORDS, new OffsetRange(0, 1), 1, false, NOW - 1_000)));

        assertThat(draw(ends(100)).incidents()).hasSize(4);
        assertThat(draw(ends(100)).losses()).containsExactly(lost);

        add(new TipRecord(new Tip(ORDERS.next(), 0, 0, Map.of(), -1, NOW)));
        assertThat(draw(ends(100)).losses()).isEmpty();
    }

    private static Incident lost(long from, boolean byOrder, long timeMs) {
        return new Incident(ORDERS, Cause.SOURCE_RETENTION, new OffsetRange(from, from + 5), 5, byOrder, timeMs);
    }

    private LinkStatus draw(SourceAnswer source) {
        return new LinkPicture(Links.view(), positions, hold, source, NOW).draw();
    }

    private PartitionStatus only(SourceAnswer source) {
        List<TopicStatus> topics = draw(source).topics();
        assertThat(topics).hasSize(1);
        assertThat(topics.get(0).partitions()).hasSize(1);
        return topics.get(0).partitions().get(0);
    }

    private static SourceAnswer ends(long end) {
        return answer(new SourceAnswer.Topic(ID, Set.of(0), Map.of(0, 0L), Map.of(0, end)));
    }

    private static SourceAnswer answer(SourceAnswer.Topic topic) {
        return new SourceAnswer(Reach.REACHED, Map.of("orders", topic), Map.of());
    }

    /** Ten records a second of 50 bytes each, at most. */
    private void seen(long end, long position, long heardMs, long caughtUpMs) {
        add(new SightRecord(new Sight("orders", 0, end, position, heardMs, -1, caughtUpMs, 10, 50, true, 7)));
    }

    private void copied(long source, long timeMs) {
        add(tip(source, timeMs));
    }

    private static TipRecord tip(long source, long timeMs) {
        return new TipRecord(new Tip(ORDERS, source, source, Map.of(), Tip.UNKNOWN_EPOCH, timeMs));
    }

    private void add(PositionRecord.Writable record) {
        positions.add(record);
    }
}
