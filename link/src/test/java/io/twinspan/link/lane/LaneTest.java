package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.LinkConfig;
import io.twinspan.link.batch.Batch;
import io.twinspan.link.exchange.Append;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.BrokerError.Cure;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.exchange.Side;
import io.twinspan.link.fake.FakeLease;
import io.twinspan.link.fake.LinkBench;
import io.twinspan.link.fake.Stored;
import io.twinspan.model.position.LaneState;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import io.twinspan.model.wire.PositionRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The letters are the invariants that {@link Lane} states. */
class LaneTest {
    private static Stored source(long offset, String... values) {
        return Stored.log().batch(offset, values);
    }

    private static Stored ours(int sequence, long offset, String... values) {
        return Stored.log().producer(LaneBench.OURS, sequence).batch(offset, values);
    }

    private static int sequence(Append.Entry entry) {
        return Batch.baseSequence(entry.batch(), entry.batch().position());
    }

    // ---- A: a position before the first append

    @Test
    void appendsNothingBeforeItsStartIsDurableA() {
        LaneBench bench = LaneBench.fresh().locate();
        assertThat(bench.host.startWishes).isEqualTo(1);
        bench.lane.startsAt(5, 7, bench.nowMs);

        var start = (PositionRecord.Start) bench.host.stored.get(0);
        assertThat(start.tip()).isEqualTo(new Tip(LaneBench.ID, 5, 7, Map.of(), -1, bench.nowMs));
        assertThat(start.owner()).isEqualTo(77);
        bench.pass(100_000);
        assertThat(bench.lane.phase()).isEqualTo(Phase.ANNOUNCING);
        assertThat(bench.host.scans).isEmpty();
        assertThat(bench.lane.wantsFetch()).isFalse();

        bench.lane.recorded(start, bench.nowMs);
        bench.scanned(7);
        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
    }

    @Test
    void storesNoTipBeforeItHasAppendedAnythingA() {
        LaneBench bench =
                LaneBench.at(0, 0, 0).locate().scanned(0).fetched(Stored.log().marker(0));
        bench.pass(60_000);
        bench.lane.storeTip(bench.nowMs);

        assertThat(bench.position().source()).isEqualTo(1);
        assertThat(bench.host.stored).isEmpty();
    }

    @Test
    void standsDownWhereAnotherOwnerBeganTheLaneA() {
        LaneBench bench = begun(ours(0, 0, "a", "b"));

        assertThat(bench.host.fenced).contains("begun by another owner");
    }

    @Test
    void standsDownWhenItsFirstAppendIsOutOfOrderA() {
        LaneBench bench = begun().fetched(source(0, "a"));
        bench.append();
        bench.answered(BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);

        assertThat(bench.host.fenced).contains("begun by another owner");
    }

    @Test
    void findsItsOwnBatchesAgainWhenItsPositionsAreGoneA() {
        // What is known is where it was begun a second time: whoever wrote the batches stored a start before.
        LaneBench bench = LaneBench.at(0, 2, 0).locate().scanned(2, ours(0, 0, "a", "b"));
        assertThat(bench.host.fenced).isNull();
        assertThat(bench.lane.phase()).as("looks from the target's beginning").isEqualTo(Phase.SCANNING);

        bench.scanned(2, ours(0, 0, "a", "b")).fetched(source(0, "a", "b"), source(2, "c"));
        assertThat(sequence(bench.append())).isEqualTo(2);
        assertThat(bench.position().source()).isEqualTo(2);
    }

    /** The record that said which generation counts is gone, too. */
    @Test
    void refusesToCopyAgainWhereALaterGenerationHasCopiedA() {
        long later = ProducerIds.of(LaneBench.LOCAL, LaneBench.ID.next().next());
        LaneBench bench = LaneBench.at(0, 2, 0)
                .locate()
                .scanned(2, Stored.log().producer(later, 0).batch(0, "a", "b"));

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.host.warnings)
                .singleElement()
                .asString()
                .contains("[contradiction]", "offsets 0 to 1", "positions topic");
    }

    /** A lane that never ran and has its start stored. */
    private static LaneBench begun(Stored... target) {
        LaneBench bench = LaneBench.fresh().locate();
        bench.lane.startsAt(0, 2, bench.nowMs);
        bench.lane.recorded(bench.host.stored.get(0), bench.nowMs);
        return bench.scanned(2, target);
    }

    @Test
    void saysSoAtOnceWhereTheTargetTakesNoChosenProducerIds() {
        for (BrokerError error : List.of(
                BrokerError.INVALID_PRODUCER_ID_MAPPING,
                BrokerError.UNKNOWN_PRODUCER_ID,
                BrokerError.INVALID_PRODUCER_EPOCH,
                BrokerError.PRODUCER_FENCED)) {
            LaneBench bench = begun().fetched(source(0, "a"));
            bench.append();
            bench.answered(error, -1);

            assertThat(bench.lane.trouble())
                    .contains("does not accept producer ids", error.name(), "link.mode = record");
            assertThat(bench.host.fenced).as(error.name()).isNull();
            bench.scanned(2).fetched(source(0, "a"));
            bench.append();
            bench.acknowledged(2);
            assertThat(bench.lane.trouble()).as(error.name()).isEmpty();
        }
    }

    /** Whoever goes on from a stored start sees what others appended; if there is nothing, only the cluster can be the reason. */
    @Test
    void saysSoWhereTheFirstAppendIsOutOfOrderForEver() {
        LaneBench bench = LaneBench.copying();
        for (int i = 0; i < 22; i++) {
            bench.fetched(source(0, "a"));
            bench.append();
            bench.answered(BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER, -1).scanned(0);
        }

        assertThat(bench.host.fenced).isNull();
        assertThat(bench.lane.trouble()).contains("does not accept producer ids", "OUT_OF_ORDER_SEQUENCE_NUMBER");
    }

    /** Else it would read all that links brought there again at every start. */
    @Test
    void storesHowFarItIsWhereAllItReadCameFromElsewhereA() {
        LaneBench bench = LaneBench.localOnly().locate().scanned(0);
        bench.fetched(Stored.log().producer(ProducerIds.of(7, LaneBench.ID), 0).batch(0, "theirs", "too"));
        bench.pass(60_000);

        assertThat(bench.host.stored(PositionRecord.TipRecord.class))
                .singleElement()
                .satisfies(stored -> {
                    assertThat(stored.tip().source()).isEqualTo(2);
                    assertThat(stored.tip().target()).isZero();
                    assertThat(stored.tip().appended()).isEmpty();
                });
        assertThat(bench.lane.counters().otherOriginRecords()).isEqualTo(2);
    }

    // ---- B: alone, then the window

    @Test
    void theFirstAppendAfterAScanGoesAloneAndOpensTheWindowB() {
        LaneBench bench = LaneBench.copying();
        for (int i = 0; i < 8; i++) {
            bench.fetched(Stored.log().compressed().batch(i * 200L, large(i)));
        }
        assertThat(sequence(bench.append())).isZero();
        assertThat(bench.lane.hasAppend()).isFalse();

        bench.acknowledged(0);
        for (int i = 1; i <= 5; i++) {
            assertThat(sequence(bench.append())).isEqualTo(i * 200);
        }
        assertThat(bench.lane.hasAppend()).as("the window is full").isFalse();
    }

    /** Values of a batch that is not worth merging. */
    private static String[] large(int batch) {
        var values = new String[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = "value " + batch + " " + i;
        }
        return values;
    }

    @Test
    void afterAShortSilenceTheNextAppendGoesAloneAgainB() {
        LaneBench bench = LaneBench.copying().fetched(source(0, "a"));
        bench.append();
        bench.acknowledged(0).pass(Caution.QUIET_MS + 1);

        bench.fetched(
                Stored.log().compressed().batch(1, large(1)),
                Stored.log().compressed().batch(201, large(2)));
        bench.append();
        assertThat(bench.lane.hasAppend()).isFalse();
    }

    @Test
    void afterALongSilenceTheTailIsReadAgainFirstB() {
        LaneBench bench = LaneBench.copying().fetched(source(0, "a"));
        bench.append();
        bench.acknowledged(0).pass(Caution.STALE_MS + 1);

        bench.fetched(source(1, "b"));
        assertThat(bench.lane.nextAppend(new Uuid(2, 2), bench.nowMs)).isNull();
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        assertThat(bench.held()).isZero();

        bench.scanned(1).fetched(source(1, "b"));
        assertThat(sequence(bench.append())).isEqualTo(1);
    }

    // ---- C: drain, drop, look

    @Test
    void anyErrorDrainsTheWindowAndReadsTheTailC() {
        for (BrokerError error : List.of(
                BrokerError.NOT_LEADER_OR_FOLLOWER,
                BrokerError.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                BrokerError.CORRUPT_MESSAGE,
                BrokerError.OUT_OF_ORDER_SEQUENCE_NUMBER,
                BrokerError.TOPIC_AUTHORIZATION_FAILED,
                BrokerError.UNKNOWN_SERVER_ERROR)) {
            LaneBench bench = inFlight(3);

            bench.answered(error, -1);
            assertThat(bench.lane.phase()).as(error.name()).isEqualTo(Phase.DRAINING);
            assertThat(bench.lane.hasAppend()).isFalse();
            // Late successes of the others change nothing: the tail will tell.
            bench.acknowledged(500).acknowledged(600);
            assertThat(bench.position().target()).as(error.name()).isEqualTo(1);
            assertThat(bench.lane.phase()).as(error.name()).isEqualTo(Phase.SCANNING);
            assertThat(bench.held()).as(error.name()).isZero();
        }
    }

    /** One batch is acknowledged at 0, and some more are in flight. */
    private static LaneBench inFlight(int count) {
        LaneBench bench = LaneBench.copying().fetched(source(0, "a"));
        bench.append();
        bench.acknowledged(0);
        for (int i = 0; i < count; i++) {
            bench.fetched(Stored.log().compressed().batch(1 + i * 200L, large(i)));
            bench.append();
        }
        return bench.fetched(source(1 + count * 200L, "waiting"));
    }

    @Test
    void aLostAnswerDrainsTheWindowAndReadsTheTailC() {
        LaneBench bench = inFlight(2);
        bench.lane.appendFailed(Cure.REROUTE, "gone", bench.nowMs);
        assertThat(bench.lane.phase()).isEqualTo(Phase.DRAINING);
        bench.lane.appendFailed(Cure.REROUTE, "gone", bench.nowMs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        assertThat(bench.host.reroutes).contains(Side.TARGET);
        assertThat(bench.held()).isZero();
    }

    @Test
    void aNewLeaderDrainsTheWindowAndReadsTheTailC() {
        LaneBench bench = inFlight(1);
        bench.lane.targetLeaderMoved(bench.nowMs);
        assertThat(bench.lane.phase()).isEqualTo(Phase.DRAINING);

        bench.acknowledged(1);
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
    }

    @Test
    void aLeaderThatMovesDuringTheScanMakesItBeginAgainC() {
        LaneBench bench = LaneBench.at(0, 0, 0).locate().pass(10_000);
        bench.lane.targetLeaderMoved(bench.nowMs);
        bench.scanned(0);
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);

        bench.scanned(0);
        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
    }

    @Test
    void whatTheTailHoldsIsNotSentAgainC() {
        LaneBench bench = inFlight(0);
        bench.fetched(source(2, "c"));
        bench.append();
        bench.lane.appendFailed(Cure.REROUTE, "gone", bench.nowMs);
        bench.scanned(2, ours(1, 1, "waiting"));

        assertThat(bench.lane.hasAppend()).isFalse();
        bench.fetched(source(1, "waiting", "c"));
        assertThat(bench.lane.readOffset()).as("the tail ends inside the batch").isEqualTo(2);
        bench.fetched(source(1, "waiting", "c"));
        assertThat(sequence(bench.append())).isEqualTo(2);
        assertThat(bench.position().appended(LaneBench.LOCAL)).isEqualTo(2);
        assertThat(bench.lane.counters().foundAgain()).isEqualTo(1);
    }

    @Test
    void anAnswerToAnEarlierFetchCountsForNothingC() {
        LaneBench bench = LaneBench.copying();
        int ticket = bench.lane.fetching();
        bench.lane.targetLeaderMoved(bench.nowMs);
        bench.scanned(0);
        var lease = new FakeLease();
        bench.lane.fetched(
                ticket,
                new Fetched.Partition(
                        "t",
                        0,
                        BrokerError.NONE,
                        9,
                        9,
                        0,
                        List.of(),
                        source(0, "a").bytes(),
                        null),
                lease,
                bench.nowMs);

        assertThat(bench.lane.hasAppend()).isFalse();
        assertThat(lease.count()).isEqualTo(1);
    }

    // ---- D: answered offsets rise

    @Test
    void anAnswerBelowThePositionBelongsToAnotherWriterD() {
        LaneBench bench = inFlight(1);
        bench.acknowledged(0);

        assertThat(bench.lane.counters().resyncs()).isEqualTo(1);
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        assertThat(bench.position().target()).isEqualTo(1);
    }

    @Test
    void foreignRecordsBetweenOursAreCountedD() {
        LaneBench bench = LaneBench.copying().fetched(source(0, "a"));
        bench.append();
        bench.acknowledged(4);

        assertThat(bench.lane.counters().foreignOffsets()).isEqualTo(4);
        assertThat(bench.position().target()).isEqualTo(5);
    }

    // ---- E: what moves progress

    @Test
    void readingDoesNotMoveThePositionUntilItIsAcknowledgedE() {
        LaneBench bench =
                LaneBench.copying().fetched(source(0, "a"), Stored.log().marker(1));
        assertThat(bench.position().source()).isZero();
        bench.append();
        assertThat(bench.position().source()).isZero();

        bench.acknowledged(0);
        assertThat(bench.position().source())
                .as("the marker behind it is done with too")
                .isEqualTo(2);
        assertThat(bench.position().appended(LaneBench.LOCAL)).isEqualTo(1);
    }

    /** Otherwise the position would be paired with an older epoch, and look as if the source had been truncated. */
    @Test
    void anEmptyAnswerTellsNothingOfEpochsE() {
        LaneBench bench = LaneBench.copying().fetched(Stored.log().epoch(4).batch(0, "a"));
        bench.append();
        bench.fetched(Stored.log());
        bench.acknowledged(0);

        assertThat(bench.position().source()).isEqualTo(1);
        assertThat(bench.position().sourceEpoch()).isEqualTo(4);
    }

    @Test
    void whatTheTargetLostIsCopiedAgainE() {
        LaneBench bench =
                LaneBench.at(10, 10, 10, new Run(LaneBench.LOCAL, 0, 0, 0, 10)).locate();
        bench.scanned(6).scanned(6, ours(0, 0, "a", "b", "c", "d", "e", "f"));

        assertThat(bench.position().source()).isEqualTo(6);
        assertThat(bench.lane.readOffset()).isEqualTo(6);
        assertThat(bench.lane.counters().targetLostOffsets()).isEqualTo(4);
        assertThat(bench.host.warnings).singleElement().asString().contains("copying again from source offset 6");
        bench.fetched(source(6, "g"));
        assertThat(sequence(bench.append())).isEqualTo(6);
    }

    @Test
    void aLaneThatHasAppendedNothingLosesNothingWhereTheTargetEndsBelowItsBeginningE() {
        LaneBench bench = LaneBench.at(0, 213, 0).locate();
        bench.scanned(188).scanned(188).fetched(source(0, "a"));

        assertThat(sequence(bench.append())).isZero();
        assertThat(bench.position().target()).isEqualTo(188);
        assertThat(bench.host.warnings).isEmpty();
    }

    /** An owner before this one began again behind a loss, and its positions were lost with it. */
    @Test
    void aLaneThatHasAppendedNothingFindsWhatAnotherOwnerAppendedBelowItsBeginningE() {
        LaneBench bench = LaneBench.at(0, 12, 0).locate();
        bench.scanned(20, ours(2, 10, "c", "d", "e"));
        bench.scanned(20, ours(0, 5, "a", "b"), ours(2, 10, "c", "d", "e"));
        bench.fetched(source(0, "a", "b", "c", "d", "e", "f")).fetched(source(0, "a", "b", "c", "d", "e", "f"));

        assertThat(sequence(bench.append())).isEqualTo(5);
    }

    @Test
    void stopsWhereTheTargetLostMoreThanIsRememberedE() {
        LaneBench bench = LaneBench.at(900, 900, 900, new Run(LaneBench.LOCAL, 800, 800, 800, 100))
                .locate();
        bench.scanned(700);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble()).contains("ends at offset 700");
    }

    @Test
    void goesBackToWhatItWroteWhereOthersWroteOverALossE() {
        Run[] runs = new Run[10];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = new Run(LaneBench.LOCAL, 10L * i, 20L * i, 100L * i, 10);
        }
        LaneBench bench = LaneBench.at(200, 910, 100, runs).locate();
        // The target lost everything from 405 on, and others have written up to 1000 since.
        Stored theirs = Stored.log().batch(405, large(0));
        for (int i = 3; i <= 40; i++) {
            theirs = theirs.batch(405 + 200L * (i - 2), large(i));
        }
        bench.scanned(9_000, Stored.log().batch(905, "x", "y", "z", "a", "b", "c"));
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        assertThat(bench.position().target()).as("nothing is given up yet").isEqualTo(910);

        for (int i = 0; i < 2; i++) {
            bench.scanned(9_000, theirs);
            assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        }
        bench.scanned(
                9_000,
                ours(0, 0, ten(0)),
                ours(10, 100, ten(1)),
                ours(20, 200, ten(2)),
                ours(30, 300, ten(3)),
                ours(40, 400, "k", "l"),
                theirs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
        assertThat(bench.position().source()).isEqualTo(1);
        assertThat(bench.position().appended(LaneBench.LOCAL)).isEqualTo(1);
        assertThat(bench.host.warnings).singleElement().asString().contains("lost 58 acknowledged records");
        bench.fetched(source(0, ten(0)), source(20, ten(1)), source(40, ten(2)), source(60, ten(3)));
        bench.fetched(source(80, "k", "l", "m"), source(80, "k", "l", "m"));
        assertThat(sequence(bench.append())).isEqualTo(42);
    }

    private static String[] ten(int batch) {
        return Arrays.copyOf(large(batch), 10);
    }

    @Test
    void stopsAsItWasWhereNothingItRemembersIsInTheTargetE() {
        LaneBench bench = LaneBench.at(900, 900, 900, new Run(LaneBench.LOCAL, 890, 890, 890, 10))
                .locate();
        bench.scanned(2_000, Stored.log().batch(899, "x"));
        for (int i = 0; i < 20 && bench.lane.phase() == Phase.SCANNING; i++) {
            bench.scanned(2_000, Stored.log().batch(880, large(1)));
        }

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble())
                .contains("not what this lane wrote into dc1.t-0", "offset 890", "restart the lane at the offset");
        assertThat(bench.position().target()).isEqualTo(900);
        assertThat(bench.host.stored(PositionRecord.LaneStateRecord.class))
                .singleElement()
                .satisfies(record -> assertThat(record.state().kind()).isEqualTo(LaneState.Kind.FAILED));
    }

    // ---- F: read back after a hole

    @Test
    void readsItsFirstAppendBackIfTheSourceLostRecordsMeanwhileF() {
        LaneBench bench = LaneBench.at(10, 10, 10).locate().scanned(10).fetched(source(12, "c", "d"));
        bench.append();
        bench.acknowledged(10);

        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        // The answer was the repeat of another owner's append, which held what the source has no longer.
        bench.scanned(12, ours(10, 10, "a", "b")).fetched(source(12, "c", "d"));
        assertThat(bench.lane.readOffset()).isEqualTo(12);
        bench.fetched(source(12, "c", "d"));
        assertThat(sequence(bench.append())).isEqualTo(12);
        bench.acknowledged(12);
        assertThat(bench.lane.phase()).isEqualTo(Phase.COPYING);
        assertThat(bench.position().source()).isEqualTo(14);
    }

    @Test
    void aHoleIsConfirmedOnlyWithTheRecordBehindItF() {
        LaneBench bench = LaneBench.at(10, 10, 10).locate().scanned(10);
        bench.fetchError(BrokerError.OFFSET_OUT_OF_RANGE);
        bench.lane.sourceBounds(bench.host.bounds.get(0), 20, 20, bench.nowMs);

        assertThat(bench.lane.readOffset()).isEqualTo(20);
        assertThat(bench.position().source()).isEqualTo(10);
        bench.fetched(source(20, "x"));
        bench.append();
        bench.acknowledged(10).scanned(11, ours(10, 10, "x"));
        bench.fetchError(BrokerError.OFFSET_OUT_OF_RANGE);
        bench.lane.sourceBounds(bench.host.bounds.get(1), 20, 21, bench.nowMs);
        bench.fetched(source(20, "x"));
        assertThat(bench.position().source()).isEqualTo(21);
        assertThat(bench.lane.counters().gapOffsets()).as("counted once").isEqualTo(10);
    }

    // ---- too large, refused, recreated

    @Test
    void cutsABatchThatIsTooLargeForTheTarget() {
        LaneBench bench = LaneBench.copying().fetched(source(0, "a", "b", "c", "d"));
        int whole = bench.append().batch().remaining();
        bench.answered(BrokerError.MESSAGE_TOO_LARGE, -1).scanned(0).fetched(source(0, "a", "b", "c", "d"));

        assertThat(bench.append().batch().remaining()).isLessThan(whole);
    }

    @Test
    void saysSoWhenASingleRecordIsTooLargeAndKeepsTrying() {
        LaneBench bench = LaneBench.copying().fetched(source(0, "a"));
        bench.append();
        bench.answered(BrokerError.MESSAGE_TOO_LARGE, -1);

        assertThat(bench.lane.trouble())
                .contains("max.message.bytes of dc1.t")
                .contains("source offsets 0 for dc1.t-0");
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
    }

    @Test
    void tellsARefusalOnceAndThatItIsOver() {
        LaneBench bench = LaneBench.copying();
        for (int i = 0; i < 3; i++) {
            bench.fetched(source(0, "a"));
            bench.append();
            bench.answered(BrokerError.INVALID_TIMESTAMP, -1).scanned(0);
        }
        assertThat(bench.host.warnings).hasSize(1);
        assertThat(bench.lane.trouble()).contains("message.timestamp");

        bench.fetched(source(0, "a"));
        bench.append();
        bench.acknowledged(0);
        assertThat(bench.lane.trouble()).isEmpty();
        assertThat(bench.host.stored(PositionRecord.LaneStateRecord.class))
                .extracting(record -> record.state().kind())
                .containsExactly(LaneState.Kind.RETRYING, LaneState.Kind.COPYING);
    }

    @Test
    void saysWhatATargetThatKeepsRefusingAnswers() {
        LaneBench bench = LaneBench.copying();
        for (int i = 0; i < 22; i++) {
            bench.fetched(source(0, "a"));
            bench.append();
            bench.answered(BrokerError.NOT_ENOUGH_REPLICAS, -1).scanned(0);
        }

        assertThat(bench.lane.trouble()).contains("NOT_ENOUGH_REPLICAS");
        assertThat(bench.host.warnings).hasSize(1);
    }

    @Test
    void aTroubleOfTheScanIsOverWhenAScanSucceeds() {
        LaneBench bench = LaneBench.at(0, 0, 0).locate().pass(10_000);
        bench.lane.scanFailed(Cure.OPERATOR, "not authorized", bench.nowMs);
        assertThat(bench.lane.trouble()).isEqualTo("not authorized");
        bench.host.scans.clear();

        bench.scanned(0);
        assertThat(bench.lane.trouble()).isEmpty();
    }

    @Test
    void stopsWhenTheSourceTopicIsAnother() {
        LaneBench bench = inFlight(1);
        bench.lane.sourceTopicIs(new Uuid(8, 8), bench.nowMs);

        assertThat(bench.lane.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.lane.trouble()).contains("deleted and created again");
        bench.acknowledged(1);
        assertThat(bench.held()).isZero();
        assertThat(bench.position().target()).as("what was on its way counts").isEqualTo(201);
        bench.lane.cannotStart(Side.SOURCE, Cure.OPERATOR, "something else", bench.nowMs);
        assertThat(bench.lane.trouble()).contains("deleted and created again");
    }

    // ---- tips

    @Test
    void storesItsTipEveryFewSecondsAlsoIfItWaitedLongForItsFirstRecord() {
        LaneBench bench =
                LaneBench.at(0, 0, 0).locate().scanned(0).fetched(Stored.log().marker(0));
        bench.pass(20_000).fetched(source(1, "a"));
        bench.append();
        bench.acknowledged(0).pass(3_000);

        assertThat(bench.host.stored(PositionRecord.TipRecord.class)).hasSize(1);
        assertThat(bench.host.stored(PositionRecord.RunsPage.class)).hasSize(1);

        bench.fetched(Stored.log().marker(2)).pass(3_000);
        assertThat(bench.host.stored(PositionRecord.TipRecord.class))
                .extracting(record -> record.tip().source())
                .containsExactly(2L, 3L);
        bench.pass(30_000);
        assertThat(bench.host.stored(PositionRecord.TipRecord.class)).hasSize(2);
        assertThat(bench.host.wakes).isEmpty();
    }

    /** The target may have lost what it confirmed: seed 855 of MutualSimTest stored where a lost record had been. */
    @Test
    void storesNoTipWhileItLooksForItsPlace() {
        LaneBench bench = LaneBench.at(0, 0, 0).locate().scanned(0).fetched(source(0, "a"));
        bench.append();
        bench.acknowledged(0);
        bench.lane.targetLeaderMoved(bench.nowMs);
        bench.pass(60_000);
        bench.lane.storeTip(bench.nowMs);
        assertThat(bench.lane.phase()).isEqualTo(Phase.SCANNING);
        assertThat(bench.host.stored).isEmpty();

        bench.scanned(1, ours(0, 0, "a")).fetched(Stored.log()).pass(1);
        assertThat(bench.host.stored(PositionRecord.TipRecord.class))
                .singleElement()
                .satisfies(stored -> assertThat(stored.tip().target()).isEqualTo(1));
    }

    @Test
    void doesNotStoreAPositionThatIsStoredAlready() {
        LaneBench bench = LaneBench.at(10, 10, 10)
                .locate()
                .scanned(10)
                .fetched(Stored.log())
                .pass(10_000);
        bench.lane.storeTip(bench.nowMs);

        assertThat(bench.host.stored).isEmpty();
    }

    @Test
    void leavesTheStoredPagesOfOthersAloneWhenTheTargetLostWhatTheySay() {
        Run[] jumps = new Run[PositionRecord.RunsPage.MAX_RUNS + 1];
        for (int i = 0; i < jumps.length; i++) {
            jumps[i] = new Run(LaneBench.LOCAL, i, 2L * i, i, 1);
        }
        LaneBench bench = LaneBench.at(514, 257, 257, jumps).locate().scanned(100);
        bench.scanned(100, ours(99, 99, "x")).fetched(source(199, "a", "b"));
        bench.append();
        bench.acknowledged(100);
        bench.lane.storeTip(bench.nowMs);

        assertThat(bench.host.stored(PositionRecord.Deleted.class)).isEmpty();
        assertThat(bench.host.stored(PositionRecord.RunsPage.class))
                .singleElement()
                .satisfies(ours -> assertThat(ours.runs()).containsExactly(new Run(LaneBench.LOCAL, 100, 199, 100, 2)));
    }

    // ---- merging, memory

    @Test
    void mergesABacklogOfSmallBatchesInOneSequence() {
        LaneBench bench = LaneBench.copying();
        for (int i = 0; i < 10; i++) {
            bench.fetched(source(i, "value " + i));
        }
        Append.Entry merged = bench.append();

        assertThat(Batch.recordCount(merged.batch(), merged.batch().position())).isEqualTo(10);
        assertThat(bench.held()).as("merged batches have a buffer of their own").isZero();
        bench.acknowledged(0);
        assertThat(bench.position().source()).isEqualTo(10);
    }

    @Test
    void doesNotMergeWhereItIsNotWanted() {
        LinkConfig usual = LinkBench.config();
        LaneBench bench = LaneBench.at(
                        new LinkConfig(
                                usual.name(),
                                true,
                                usual.memoryBytes(),
                                1,
                                1,
                                1 << 20,
                                1 << 20,
                                5,
                                Long.MAX_VALUE,
                                2_000,
                                false,
                                null,
                                LinkConfig.Policies.RECORD,
                                usual.origins()),
                        0,
                        0,
                        0)
                .locate()
                .scanned(0)
                .fetched(source(0, "a"), source(1, "b"));

        Append.Entry first = bench.append();
        assertThat(Batch.recordCount(first.batch(), first.batch().position())).isEqualTo(1);
    }

    @Test
    void fetchesNoMoreThanItsQueueMayHold() {
        LinkConfig usual = LinkBench.config();
        LaneBench bench = LaneBench.at(
                        new LinkConfig(
                                usual.name(),
                                true,
                                usual.memoryBytes(),
                                1,
                                1,
                                4_000,
                                1_000,
                                5,
                                Long.MAX_VALUE,
                                2_000,
                                true,
                                null,
                                LinkConfig.Policies.RECORD,
                                usual.origins()),
                        0,
                        0,
                        0)
                .locate()
                .scanned(0);
        bench.fetched(Stored.log().batch(0, large(0)));
        assertThat(bench.lane.wantsFetch()).isFalse();
        int wishes = bench.host.fetchWishes;

        bench.append();
        assertThat(bench.lane.wantsFetch()).isTrue();
        assertThat(bench.host.fetchWishes).isEqualTo(wishes + 1);
    }
}
