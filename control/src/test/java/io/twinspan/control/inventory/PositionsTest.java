package io.twinspan.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Pulse;
import io.twinspan.model.position.Sight;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import io.twinspan.model.wire.PositionRecord.Generation;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.PulseRecord;
import io.twinspan.model.wire.PositionRecord.SightRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import io.twinspan.model.wire.PositionRecords;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final Uuid ID = new Uuid(1, 2);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final Positions positions = new Positions();

    @Test
    void whatCannotBeReadIsLeftOutAndNamed() {
        positions.add(new ConsumerRecord<>("positions", 4, 17, new byte[] {9}, new byte[0]));

        assertThat(positions.isEmpty()).isTrue();
        assertThat(positions.leftOut().toString())
                .startsWith("1 record (partition 4, offset 17: its key has version 9");
    }

    @Test
    void theLastTipCounts() {
        add(tip(ID, 0, 10));
        add(tip(ID, 0, 20));

        assertThat(positions.tip(PARTITION, ID)).map(Tip::source).contains(20L);
    }

    @Test
    void aNewGenerationReplacesTheOneBeforeWhateverTheOrder() {
        add(tip(ID, 1, 5));
        add(tip(ID, 0, 20));

        assertThat(positions.tip(PARTITION, ID)).map(Tip::source).contains(5L);
    }

    @Test
    void positionsOfATopicThatWasCreatedAnewDoNotCount() {
        add(tip(ID, 0, 10));

        assertThat(positions.tip(PARTITION, new Uuid(3, 4))).isEmpty();
    }

    @Test
    void aFailedLaneIsKnownWithItsReason() {
        var lane = new LaneId(ID, "orders", 0, 0);
        add(failed(lane));

        assertThat(positions.state(PARTITION, ID)).map(LaneState::reason).contains("too large");
        assertThat(positions.state(PARTITION)).map(LaneState::cause).contains(Cause.RECORD_TOO_LARGE);
    }

    @Test
    void whatALaneSaidIsOverOnceANewGenerationIsOrdered() {
        add(failed(new LaneId(ID, "orders", 0, 0)));
        add(new Generation("orders", 0, 1, OptionalLong.of(5)));

        assertThat(positions.state(PARTITION)).isEmpty();
        assertThat(positions.generation(PARTITION)).isEqualTo(1);
    }

    @Test
    void aLaneOfATopicThatIsNoMoreIsStillKnown() {
        add(failed(new LaneId(ID, "orders", 0, 0)));

        assertThat(positions.state(PARTITION, new Uuid(3, 4))).isEmpty();
        assertThat(positions.state(PARTITION)).isPresent();
    }

    @Test
    void incidentsAreKeptUntilTheyAreDeleted() {
        var gap = new Incident(
                new LaneId(ID, "orders", 0, 0), Cause.SOURCE_RETENTION, new OffsetRange(0, 30), 30, false, 1);
        var record = new IncidentRecord(gap);
        add(record);
        add(record);
        assertThat(positions.incidents()).containsExactly(gap);

        positions.add(new PositionRecord.Deleted(record.key()));
        assertThat(positions.incidents()).isEmpty();
    }

    private static LaneStateRecord failed(LaneId lane) {
        return new LaneStateRecord(new LaneState(
                lane, LaneState.Kind.FAILED, Cause.RECORD_TOO_LARGE, new OffsetRange(5, 6), "too large", 1));
    }

    @Test
    void bytesThatNobodyWroteAreLeftOut() {
        positions.add(PositionRecords.decode(new byte[] {9, 9}, new byte[] {1}));
        positions.add(PositionRecords.decode(null, null));

        assertThat(positions.isEmpty()).isTrue();
    }

    @Test
    void aTombstoneRemovesWhatItIsAbout() {
        TipRecord tip = tip(ID, 0, 10);
        add(tip);
        positions.add(new PositionRecord.Deleted(tip.key()));

        assertThat(positions.tip(PARTITION, ID)).isEmpty();
    }

    @Test
    void aPulseIsBelievedOnceTheNextOneIsThere() {
        add(new SightRecord(sight(true, 7)));
        add(new PulseRecord(new Pulse(0, 7, 2_000, 1_900, -1)));
        assertThat(positions.lastKnown(PARTITION).heardMs())
                .as("the sight of the same second may not be read yet")
                .isEqualTo(1_000);

        add(new PulseRecord(new Pulse(0, 7, 3_000, 2_900, -1)));
        assertThat(positions.lastKnown(PARTITION).heardMs()).isEqualTo(1_900);
        add(new PulseRecord(new Pulse(0, 8, 9_000, 8_900, -1)));
        add(new PulseRecord(new Pulse(0, 8, 9_900, 9_800, -1)));
        assertThat(positions.lastKnown(PARTITION).heardMs())
                .as("another owner vouches for its own sights only")
                .isEqualTo(1_900);
    }

    @Test
    void pulsesDoNotVouchForASightThatSaysSo() {
        add(new SightRecord(sight(false, 7)));
        add(new PulseRecord(new Pulse(0, 7, 2_000, 1_900, -1)));
        add(new PulseRecord(new Pulse(0, 7, 3_000, 2_900, -1)));

        assertThat(positions.lastKnown(PARTITION).heardMs()).isEqualTo(1_000);
    }

    /** Its offsets, and what was seen of the source's end, are those of a log that is no more. */
    @Test
    void ofALaneWhoseSourceIsAnotherOneNothingIsKnown() {
        add(tip(ID, 0, 10));
        add(new SightRecord(sight(true, 7)));
        assertThat(positions.lastKnown(PARTITION).position()).isEqualTo(12);

        add(new LaneStateRecord(new LaneState(
                new LaneId(ID, "orders", 0, 0), LaneState.Kind.FAILED, Cause.SOURCE_RECREATED, null, "anew", 1)));
        assertThat(positions.lastKnown()).containsExactly(LastKnown.nothing(PARTITION));
    }

    private static Sight sight(boolean isVouchedFor, long owner) {
        return new Sight("orders", 0, 20, 12, 1_000, isVouchedFor ? -1 : 1_000, 900, 5, 50, isVouchedFor, owner);
    }

    private void add(PositionRecord.Writable record) {
        positions.add(record);
    }

    private static TipRecord tip(Uuid topicId, int generation, long source) {
        return new TipRecord(
                new Tip(new LaneId(topicId, "orders", 0, generation), source, source, Map.of(), Tip.UNKNOWN_EPOCH, 0));
    }
}
