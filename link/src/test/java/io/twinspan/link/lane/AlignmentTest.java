package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.exchange.BrokerError;
import io.twinspan.link.exchange.Fetched;
import io.twinspan.link.fake.FakeLease;
import io.twinspan.link.fake.Stored;
import io.twinspan.link.rewrite.Sieve;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import io.twinspan.model.position.Run;
import io.twinspan.model.position.Tip;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class AlignmentTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "t", 0, 0);
    private static final int LOCAL = 1;
    private static final int OTHER = 2;

    private final Progress progress = new Progress(new Tip(LANE, 100, 10, Map.of(LOCAL, 10L), 0, 0), 1, List.of());

    /** The target's log from offset 10 on, all ours. */
    private Alignment tail(Stored... logs) {
        var tail = new Tail(LANE, 10, progress.counts(), new Tail.Rules(true, true));
        for (Stored log : logs) {
            tail.read(log.bytes());
        }
        tail.end();
        return new Alignment(tail, progress);
    }

    private static Stored ours(int sequence) {
        return Stored.log().producer(ProducerIds.of(LOCAL, LANE), sequence);
    }

    /** The source's records as a link reads them. */
    private static Piece source(Stored log) {
        var fetched = new Fetched.Partition("t", 0, BrokerError.NONE, 1_000, 1_000, 0, List.of(), log.bytes(), null);
        return new Sieve(LOCAL, true, null)
                .sift(fetched, new FakeLease(), 0, Integer.MAX_VALUE)
                .pieces()
                .get(0);
    }

    private List<Run> runs() {
        return progress.runs().takeUnstored().stream()
                .flatMap(page -> page.runs().stream())
                .toList();
    }

    @Test
    void findsEveryRecordAndMapsIt() {
        Alignment alignment = tail(ours(10).batch(10, "a", "b"), ours(12).batch(15, "c"));

        assertThat(alignment.match(source(Stored.log().compressed().batch(100, "a", "b", "c"))))
                .isEqualTo(3);
        assertThat(alignment.isDone()).isTrue();
        assertThat(runs()).containsExactly(new Run(LOCAL, 10, 100, 10, 2), new Run(LOCAL, 12, 102, 15, 1));
        assertThat(progress.counts()).isEqualTo(Map.of(LOCAL, 13L));
        assertThat(progress.target()).isEqualTo(16);
    }

    @Test
    void endsInsideAPiece() {
        Alignment alignment = tail(ours(10).batch(10, "a", "b"));

        assertThat(alignment.match(source(Stored.log().batch(100, "a", "b", "c", "d"))))
                .isEqualTo(2);
        assertThat(alignment.isDone()).isTrue();
        assertThat(progress.counts()).isEqualTo(Map.of(LOCAL, 12L));
    }

    @Test
    void goesOnOverSeveralPieces() {
        Alignment alignment = tail(ours(10).batch(10, "a", "b", "c"));

        assertThat(alignment.match(source(Stored.log().batch(100, "a")))).isEqualTo(1);
        assertThat(alignment.remaining()).isEqualTo(2);
        assertThat(alignment.match(source(Stored.log().batch(101, "b", "c")))).isEqualTo(2);
        assertThat(alignment.isDone()).isTrue();
        assertThat(runs()).containsExactly(new Run(LOCAL, 10, 100, 10, 3));
    }

    @Test
    void skipsWhatTheSourceWasCompactedOutOf() {
        Alignment alignment = tail(ours(10).batch(10, "a", "b", "c", "d"));
        alignment.sawHole();

        assertThat(alignment.match(source(Stored.log().compacted(100, Set.of(1, 2), "a", "b", "c", "d", "e"))))
                .isEqualTo(2);
        assertThat(alignment.isDone()).isTrue();
        assertThat(progress.counts()).isEqualTo(Map.of(LOCAL, 14L));
        assertThat(runs()).containsExactly(new Run(LOCAL, 10, 100, 10, 1), new Run(LOCAL, 13, 103, 13, 1));
    }

    @Test
    void takesAllForGoneWhenASourceRecordBehindAHoleIsNotThere() {
        Alignment alignment = tail(ours(10).batch(10, "a", "b"));
        alignment.sawHole();

        assertThat(alignment.match(source(Stored.log().batch(105, "e", "f")))).isZero();
        assertThat(alignment.isDone()).isTrue();
        assertThat(progress.counts()).isEqualTo(Map.of(LOCAL, 12L));
        assertThat(progress.target()).isEqualTo(12);
        assertThat(runs()).isEmpty();
    }

    @Test
    void matchesIdenticalRecordsOneByOne() {
        Alignment alignment = tail(ours(10).batch(10, "a", "a", "a"));

        assertThat(alignment.match(source(Stored.log().batch(100, "a", "a", "a", "a"))))
                .isEqualTo(3);
    }

    @Test
    void stopsWhereTheSourceHoldsSomethingElseForNoReason() {
        Alignment alignment = tail(ours(10).batch(10, "a", "b"));

        assertThatThrownBy(() -> alignment.match(source(Stored.log().batch(100, "a", "x"))))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("source offset 101")
                .hasMessageContaining("target offset 11");
    }

    @Test
    void keepsOriginsApart() {
        Alignment alignment = tail(
                ours(10).batch(10, "a"),
                Stored.log().producer(ProducerIds.of(OTHER, LANE), 0).batch(11, "b"));
        LaneId before = new LaneId(new Uuid(9, 9), "x", 0, 0);

        assertThat(alignment.match(source(Stored.log().batch(100, "a")))).isEqualTo(1);
        assertThat(alignment.match(source(
                        Stored.log().producer(ProducerIds.of(OTHER, before), 40).batch(101, "b"))))
                .isEqualTo(1);
        assertThat(progress.counts()).isEqualTo(Map.of(LOCAL, 11L, OTHER, 1L));
    }

    @Test
    void aRecordOfAnotherOriginDoesNotMatch() {
        Alignment alignment = tail(ours(10).batch(10, "a"));
        long other = ProducerIds.of(OTHER, new LaneId(new Uuid(9, 9), "x", 0, 0));

        assertThatThrownBy(() ->
                        alignment.match(source(Stored.log().producer(other, 0).batch(100, "a"))))
                .isInstanceOf(Inconsistent.class);
    }

    @Test
    void aWildcardStandsForTheNextRecordInStep() {
        Alignment alignment = tail(ours(10).compacted(10, Set.of(1), "a", "b", "c"));

        assertThat(alignment.match(source(Stored.log().batch(100, "a", "b", "c", "d"))))
                .isEqualTo(3);
    }

    /** A wildcard that took a new record for the one that is gone on both sides would lose that record. */
    @Test
    void behindAHoleARecordIsFoundItselfRatherThanByAWildcard() {
        Alignment alignment = tail(ours(10).compacted(10, Set.of(0, 1), "a", "b", "c"));
        alignment.sawHole();

        assertThat(alignment.match(source(Stored.log().compacted(100, Set.of(0, 1), "a", "b", "c", "d", "e"))))
                .isEqualTo(1);
        assertThat(runs()).containsExactly(new Run(LOCAL, 12, 102, 12, 1));
    }

    @Test
    void behindAHoleWildcardsAloneTakeNothingForCopied() {
        Alignment alignment = tail(ours(10).batch(10, "a"), ours(11).compacted(11, Set.of(0, 1), "b", "c"));
        alignment.sawHole();

        assertThat(alignment.match(source(Stored.log().compacted(100, Set.of(1, 2), "a", "b", "c", "d"))))
                .isEqualTo(1);
        assertThat(alignment.isDone()).isTrue();
        assertThat(progress.counts()).isEqualTo(Map.of(LOCAL, 13L));
    }

    @Test
    void stopsWhereItCannotBeToldWhatWasCopied() {
        Alignment alignment = tail(ours(10).compacted(10, Set.of(0), "a", "b"));
        alignment.sawHole();

        assertThatThrownBy(() -> alignment.match(source(Stored.log().batch(105, "x"))))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("cannot be told whether source offset 105");
    }

    @Test
    void findsTheRecordsOfATargetThatStampsItsOwnTime() {
        Alignment alignment = tail(ours(10).logAppendTime(1_800_000_000_000L).batch(10, "a", "b"));
        alignment.sawHole();

        assertThat(alignment.match(source(Stored.log().compacted(100, Set.of(0), "a", "b", "c"))))
                .isEqualTo(1);
        assertThat(alignment.isDone()).isTrue();
    }
}
