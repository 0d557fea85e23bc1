package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LaneSpec;
import io.twinspan.link.LinkConfig;
import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import io.twinspan.model.position.Cause;
import io.twinspan.model.position.Incident;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.OffsetRange;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord.Acceptance;
import io.twinspan.model.wire.PositionRecord.IncidentRecord;
import io.twinspan.model.wire.PositionRecord.LaneStateRecord;
import io.twinspan.model.wire.PositionRecord.TipRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a lane does in each case that has a policy. */
class LanePolicyTest {
    private static final LinkConfig.Policies STRICT = new LinkConfig.Policies(true, true);

    @Test
    void recordsTheExactRangeThatRetentionTook() {
        LaneBench bench = outOfRange(LaneBench.copying());
        bench.lane.sourceBounds(bench.host.bounds.get(0), 30, 50, bench.nowMs);

        assertThat(incidents(bench))
                .containsExactly(new Incident(
                        LaneBench.ID, Cause.SOURCE_RETENTION, new OffsetRange(0, 30), 30, false, bench.nowMs));
        assertThat(bench.host.warnings)
                .singleElement()
                .asString()
                .contains("[source-retention]", "source offsets 0 to 29 of t-0", "going on from 30");
        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
    }

    @Test
    void stopsAtAGapUntilItIsAccepted() {
        LaneBench strict = outOfRange(bench(strict(), null).locate().scanned(0));
        strict.lane.sourceBounds(strict.host.bounds.get(0), 30, 50, strict.nowMs);

        LaneState state = lastState(strict);
        assertThat(state.kind()).isEqualTo(LaneState.Kind.FAILED);
        assertThat(state.cause()).isEqualTo(Cause.SOURCE_RETENTION);
        assertThat(state.range()).isEqualTo(new OffsetRange(0, 30));

        LaneBench accepted = outOfRange(bench(strict(), null, accepted(0, 30, Cause.SOURCE_RETENTION))
                .locate()
                .scanned(0));
        accepted.lane.sourceBounds(accepted.host.bounds.get(0), 30, 50, accepted.nowMs);
        assertThat(accepted.lane.phase()).isEqualTo(Phase.COPYING);
        assertThat(incidents(accepted)).singleElement().matches(Incident::byOrder);
        assertThat(accepted.lane.readOffset()).isEqualTo(30);
    }

    @Test
    void aLaterGapThanTheAcceptedOneStopsItAgain() {
        LaneBench bench = outOfRange(bench(strict(), null, accepted(0, 30, Cause.SOURCE_RETENTION))
                .locate()
                .scanned(0));
        bench.lane.sourceBounds(bench.host.bounds.get(0), 31, 50, bench.nowMs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(lastState(bench).range()).isEqualTo(new OffsetRange(0, 31));
    }

    /** The good records of the batch get through, and exactly the refused one is named. */
    @Test
    void namesTheOneRecordThatTheTargetRefuses() {
        LaneBench bench = LaneBench.copying().fetched(Stored.log().batch(0, "a", "b", "c"));
        bench.append();
        bench.answered(BrokerError.INVALID_TIMESTAMP, -1).scanned(0);
        bench.fetched(Stored.log().batch(0, "a", "b", "c"));

        assertThat(records(bench.append())).isEqualTo(1);
        bench.acknowledged(0);
        assertThat(records(bench.append())).isEqualTo(1);
        bench.answered(BrokerError.INVALID_TIMESTAMP, -1);
        while (bench.lane.inFlight() > 0) {
            bench.answered(BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
        }

        assertThat(bench.lane.cause()).isEqualTo(Cause.TIMESTAMP_REFUSED);
        assertThat(lastState(bench).kind()).isEqualTo(LaneState.Kind.RETRYING);
        assertThat(lastState(bench).range()).isEqualTo(new OffsetRange(1, 2));
        assertThat(bench.position().source()).isEqualTo(1);
    }

    @Test
    void leavesOutExactlyWhatIsAccepted() {
        LaneBench bench = bench(LinkBench.config(), null, accepted(1, 2, Cause.TIMESTAMP_REFUSED))
                .locate()
                .scanned(0)
                .fetched(Stored.log().batch(0, "a", "b", "c", "d"));

        assertThat(records(bench.append())).isEqualTo(1);
        bench.acknowledged(0);
        long copied = 1;
        while (bench.lane.hasAppend()) {
            long count = records(bench.append());
            bench.acknowledged(copied);
            copied += count;
        }
        assertThat(copied).isEqualTo(3);
        assertThat(bench.position().source()).isEqualTo(4);
        assertThat(incidents(bench))
                .containsExactly(new Incident(
                        LaneBench.ID, Cause.TIMESTAMP_REFUSED, new OffsetRange(1, 2), 1, true, bench.nowMs));
        assertThat(bench.lane.counters().leftOutRecords()).isEqualTo(1);
        assertThat(bench.held()).isZero();
    }

    /** Nothing follows the record that is left out, so only the skipping itself can move the position. */
    @Test
    void movesOnWhereTheLastRecordIsLeftOut() {
        LaneBench bench = bench(LinkBench.config(), null, accepted(1, 2, Cause.RECORD_TOO_LARGE))
                .locate()
                .scanned(0)
                .fetched(Stored.log().batch(0, "a", "b"));
        bench.append();
        bench.acknowledged(0);

        assertThat(bench.position().source()).isEqualTo(2);
        assertThat(bench.lane.hasAppend()).isFalse();
    }

    @Test
    void namesADamagedBatchAndGoesOnBehindItWhenAccepted() {
        ByteBuffer damaged = Stored.log().batch(0, "a", "b").bytes();
        damaged.put(damaged.limit() - 1, (byte) (damaged.get(damaged.limit() - 1) ^ 1));
        LaneBench bench = LaneBench.copying();
        for (int i = 0; i < 3; i++) {
            IntakeTest.fetched(bench, damaged.duplicate(), null);
            bench.pass(10_000);
        }
        assertThat(bench.lane.cause()).isEqualTo(Cause.SOURCE_DAMAGED);
        assertThat(lastState(bench).range()).isEqualTo(new OffsetRange(0, 2));

        LaneBench accepted = bench(LinkBench.config(), null, accepted(0, 2, Cause.SOURCE_DAMAGED))
                .locate()
                .scanned(0);
        IntakeTest.fetched(accepted, damaged.duplicate(), null);
        assertThat(accepted.lane.readOffset()).isEqualTo(2);
        assertThat(accepted.lane.hasAppend()).isFalse();
        assertThat(incidents(accepted))
                .singleElement()
                .matches(incident -> incident.range().equals(new OffsetRange(0, 2)));
    }

    @Test
    void namesTheRangeThatAForeignWriterWroteAndGoesOn() {
        LaneBench bench = copyOne(LaneBench.copying(), 0, 0);
        copyOne(bench, 1, 6);

        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
        assertThat(incidents(bench))
                .containsExactly(
                        new Incident(LaneBench.ID, Cause.FOREIGN_WRITER, new OffsetRange(1, 6), 5, false, bench.nowMs));
        assertThat(bench.host.warnings)
                .singleElement()
                .asString()
                .contains("[foreign-writer]", "offsets 1 to 5 of dc1.t-0");
    }

    @Test
    void aForeignWriterThatGoesOnIsToldOncePerMinute() {
        LaneBench bench = copyOne(LaneBench.copying(), 0, 0);
        for (int i = 1; i < 10; i++) {
            copyOne(bench, i, 2L * i);
        }
        assertThat(bench.host.warnings).hasSize(1);
        assertThat(incidents(bench)).hasSize(1);

        bench.pass(61_000);
        assertThat(incidents(bench))
                .last()
                .matches(incident -> incident.offsets() == 9 && incident.range().equals(new OffsetRange(1, 18)));
        assertThat(bench.lane.counters().foreignOffsets()).isEqualTo(9);
    }

    @Test
    void stopsAtAForeignWriterWhereThatIsWantedAndStaysStopped() {
        LaneBench bench = copyOne(bench(strict(), null).locate().scanned(0), 0, 0);
        copyOne(bench, 1, 6);
        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        LaneState stopped = lastState(bench);
        assertThat(stopped.cause()).isEqualTo(Cause.FOREIGN_WRITER);

        LaneBench next = bench(strict(), stopped).locate();
        assertThat(next.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(next.lane.trouble()).isEqualTo(stopped.reason());
    }

    /** Else a status would go on to show what a decision or a cure has ended. */
    @Test
    void saysThatATroubleFromBeforeItsStartIsOver() {
        var before = new LaneState(
                LaneBench.ID, LaneState.Kind.FAILED, Cause.SOURCE_RETENTION, new OffsetRange(0, 30), "gone", 1);
        LaneBench bench = bench(strict(), before, accepted(0, 30, Cause.SOURCE_RETENTION))
                .locate()
                .scanned(0);
        assertThat(bench.host.stored(LaneStateRecord.class)).isEmpty();

        bench.fetched(Stored.log().batch(0, "a"), Stored.log().batch(1, "b"));
        assertThat(bench.host.stored(LaneStateRecord.class)).hasSize(1);
        assertThat(lastState(bench).kind()).isEqualTo(LaneState.Kind.COPYING);
    }

    @Test
    void stopsWhenTheTargetTopicIsAnotherOne() {
        LaneBench bench = LaneBench.copying();
        bench.lane.targetTopicIs(new Uuid(2, 2), new Uuid(2, 3), bench.nowMs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(lastState(bench).cause()).isEqualTo(Cause.TARGET_RECREATED);
        assertThat(bench.lane.trouble()).contains("dc1.t was deleted and created again");
    }

    /** A restart where it stopped would repeat them otherwise. */
    @Test
    void whatWasOnItsWayWhenALaneStoppedForTheSourceCounts() {
        LaneBench bench = LaneBench.copying().fetched(Stored.log().batch(0, "a", "b"));
        bench.append();
        bench.lane.sourceTopicIs(new Uuid(7, 7), bench.nowMs);
        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        bench.acknowledged(0);
        bench.pass(10_000);

        assertThat(bench.position().source()).isEqualTo(2);
        assertThat(bench.host.stored(TipRecord.class))
                .last()
                .matches(tip -> tip.tip().source() == 2);
        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(lastState(bench).kind()).isEqualTo(LaneState.Kind.FAILED);
    }

    /** The shorter log may be seen before the new id is. */
    @Test
    void aNewTopicThatLookedTruncatedIsToldAsNew() {
        LaneBench bench = outOfRange(LaneBench.at(60, 10, 10).locate().scanned(10));
        bench.lane.sourceBounds(bench.host.bounds.get(0), 0, 5, bench.nowMs);
        assertThat(bench.lane.cause()).isEqualTo(Cause.SOURCE_TRUNCATED);
        assertThat(lastState(bench).range()).isEqualTo(new OffsetRange(5, 60));

        bench.lane.sourceTopicIs(new Uuid(7, 7), bench.nowMs);
        assertThat(bench.lane.cause()).isEqualTo(Cause.SOURCE_RECREATED);
    }

    @Test
    void saysSoWhileASideHasNoLeaderAndWhenItIsOver() {
        LaneBench bench = LaneBench.copying();
        bench.lane.hasNoLeader(Side.SOURCE, BrokerError.NONE, bench.nowMs);
        assertThat(bench.lane.cause()).isEqualTo(Cause.SOURCE_UNAVAILABLE);
        assertThat(bench.lane.trouble()).contains("partition t-0 of the source has no leader");

        bench.fetched(Stored.log().batch(0, "a"));
        assertThat(bench.lane.cause()).isEqualTo(Cause.NONE);
        assertThat(lastState(bench).kind()).isEqualTo(LaneState.Kind.COPYING);
    }

    private static LaneBench copyOne(LaneBench bench, long source, long target) {
        bench.fetched(Stored.log().batch(source, "v" + source));
        bench.append();
        return bench.acknowledged(target);
    }

    private static LaneBench outOfRange(LaneBench bench) {
        return bench.fetchError(BrokerError.OFFSET_OUT_OF_RANGE);
    }

    private static LinkConfig strict() {
        return LinkBench.config().with(STRICT);
    }

    private static Acceptance accepted(long from, long to, Cause cause) {
        return new Acceptance(LaneBench.ID, new OffsetRange(from, to), cause, 1);
    }

    private static LaneBench bench(LinkConfig config, @Nullable LaneState stopped, Acceptance... accepted) {
        var tip = new Tip(LaneBench.ID, 0, 0, Map.of(), 0, 0);
        return new LaneBench(
                config,
                new LaneSpec(
                        "t", 0, "dc1.t", 0, tip, LaneSpec.StartAt.EARLIEST, List.of(), List.of(accepted), stopped));
    }

    private static int records(Append.Entry entry) {
        return Batch.recordCount(entry.batch(), entry.batch().position());
    }

    private static List<Incident> incidents(LaneBench bench) {
        return bench.host.stored(IncidentRecord.class).stream()
                .map(IncidentRecord::incident)
                .toList();
    }

    private static LaneState lastState(LaneBench bench) {
        List<LaneStateRecord> states = bench.host.stored(LaneStateRecord.class);
        return states.get(states.size() - 1).state();
    }
}
