package io.twinspan.link.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.fake.Stored;
import io.twinspan.link.rewrite.DamagedBatch;
import io.twinspan.link.rewrite.RecordHashes;
import io.twinspan.model.error.Inconsistent;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final LaneId LANE = new LaneId(new Uuid(1, 1), "t", 0, 1);
    private static final LaneId OLDER = new LaneId(new Uuid(1, 1), "t", 0, 0);
    private static final int A = 1;
    private static final int B = 2;
    private static final Tail.Rules RULES = new Tail.Rules(true, false, true);
    private static final long OURS = ProducerIds.of(A, LANE);

    private static Stored ours(int sequence) {
        return Stored.log().producer(OURS, sequence);
    }

    private static long hash(String value) {
        List<Long> hashes = new ArrayList<>();
        RecordHashes.forEach(Stored.log().batch(0, value).bytes(), (offset, hash) -> hashes.add(hash));
        return hashes.get(0);
    }

    private static Tail read(long from, Map<Integer, Long> counts, Stored... logs) {
        var tail = new Tail(LANE, from, counts, RULES);
        for (Stored log : logs) {
            tail.read(log.bytes());
        }
        tail.end();
        return tail;
    }

    /** The entries as {@code offset:value}, with {@code ?} for a wildcard. */
    private static List<String> entries(Tail tail, String... values) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < tail.size(); i++) {
            String held = tail.isWildcard(i) ? "?" : "none";
            for (String value : values) {
                held = tail.holds(i, tail.origin(i), hash(value), 0) ? value : held;
            }
            entries.add(tail.offset(i) + ":" + held);
        }
        return entries;
    }

    @Test
    void aFreshLaneWithAnEmptyTargetHasNone() {
        Tail tail = read(0, Map.of());

        assertThat(tail.size()).isZero();
        assertThat(tail.position()).isZero();
    }

    @Test
    void listsTheRecordsOfOurBatchesBetweenForeignOnes() {
        Tail tail = read(
                10,
                Map.of(A, 5L),
                Stored.log().batch(10, "x"),
                ours(5).batch(11, "a", "b"),
                Stored.log().producer(4711, 0).batch(13, "y").marker(14),
                ours(7).compressed().batch(15, "c"));

        assertThat(entries(tail, "a", "b", "c", "x", "y")).containsExactly("11:a", "12:b", "15:c");
        assertThat(tail.position()).isEqualTo(16);
    }

    @Test
    void doesNotTakeTheBatchesOfAnOlderGenerationForOurs() {
        Tail tail = read(
                10,
                Map.of(),
                Stored.log().producer(ProducerIds.of(A, OLDER), 70).batch(9, "old", "older"),
                ours(0).batch(11, "a"));

        assertThat(entries(tail, "a", "old", "older")).containsExactly("11:a");
    }

    @Test
    void keepsTheSequencesOfSeveralOriginsApart() {
        Tail tail = read(
                0,
                Map.of(),
                ours(0).batch(0, "a"),
                Stored.log().producer(ProducerIds.of(B, LANE), 0).batch(1, "b"),
                ours(1).batch(2, "c"));

        assertThat(entries(tail, "a", "b", "c")).containsExactly("0:a", "1:b", "2:c");
        assertThat(List.of(tail.origin(0), tail.origin(1), tail.origin(2))).containsExactly(A, B, A);
    }

    @Test
    void recordsThatTheCleanerTookOutOfABatchAreWildcards() {
        Tail tail = read(10, Map.of(A, 5L), ours(5).compacted(10, Set.of(1, 3), "a", "b", "c", "d"));

        assertThat(entries(tail, "a", "b", "c", "d")).containsExactly("10:a", "11:?", "12:c", "13:?");
    }

    @Test
    void aBatchThatTheCleanerTookAsAWholeIsWildcardsToo() {
        Tail tail = read(10, Map.of(A, 5L), ours(5).batch(10, "a"), ours(9).batch(14, "e"));

        assertThat(entries(tail, "a", "e")).containsExactly("10:a", "11:?", "12:?", "13:?", "14:e");
    }

    @Test
    void anEmptiedBatchStillCounts() {
        Tail tail = read(10, Map.of(A, 5L), ours(5).compacted(10, Set.of(0, 1), "a", "b"), ours(7).batch(12, "c"));

        assertThat(entries(tail, "a", "b", "c")).containsExactly("10:?", "11:?", "12:c");
    }

    @Test
    void followsTheSequenceOverItsWrap() {
        long count = (1L << 31) - 1;
        Tail tail =
                read(10, Map.of(A, count), ours(Integer.MAX_VALUE).batch(10, "a", "b", "c"), ours(2).batch(13, "d"));

        assertThat(entries(tail, "a", "b", "c", "d")).containsExactly("10:a", "11:b", "12:c", "13:d");
    }

    @Test
    void seesThatTheLastConfirmedRecordIsTheOneItShouldBe() {
        Tail tail = read(10, Map.of(A, 5L), ours(3).batch(8, "x", "y").batch(10, "a"));

        assertThat(entries(tail, "a", "x", "y")).containsExactly("10:a");
    }

    @Test
    void contradictsWhenTheLastConfirmedRecordHasAnotherSequence() {
        Tail tail = read(10, Map.of(A, 5L), ours(4).batch(8, "x", "y"));

        assertThat(tail.contradiction()).contains("offset 9", "sequence 5", "says 4");
        assertThat(tail.position()).as("nothing more is worth reading").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void contradictsWhenASequenceIsLowerThanWhatFollows() {
        Tail tail = read(10, Map.of(A, 5L), ours(4).batch(10, "x", "y"));

        assertThat(tail.contradiction()).contains("sequence 4", "where 5");
    }

    @Test
    void contradictsWhereSomebodyElseWroteWhatShouldBeTheLastConfirmedRecord() {
        Stored[] others = {
            Stored.log().batch(9, "x"),
            Stored.log().batch(8, "x", "y", "z"),
            Stored.log().producer(4711, 0).batch(9, "x"),
            Stored.log().producer(4711, 0).marker(9),
            Stored.log().producer(ProducerIds.of(A, OLDER), 4).batch(9, "x"),
            Stored.log().old(9, "x")
        };
        for (Stored other : others) {
            assertThat(read(10, Map.of(A, 5L), other).contradiction()).contains("offset 9");
        }
    }

    @Test
    void whatOthersWroteElsewhereOrBeforeTheLaneContradictsNothing() {
        assertThat(read(
                                10,
                                Map.of(A, 5L),
                                Stored.log().batch(8, "x"),
                                Stored.log().batch(10, "y"))
                        .contradiction())
                .isEmpty();
        var tail = new Tail(LANE, 10, Map.of(), new Tail.Rules(false, false, true));
        tail.read(Stored.log().batch(9, "x").bytes());
        assertThat(tail.contradiction()).isEmpty();
    }

    @Test
    void flippedBitsContradictNothing() {
        ByteBuffer bytes = Stored.log().producer(4711, 0).batch(9, "x").bytes();
        bytes.put(bytes.limit() - 1, (byte) 0x55);

        assertThatThrownBy(() -> new Tail(LANE, 10, Map.of(A, 5L), RULES).read(bytes))
                .isInstanceOf(DamagedBatch.class);
    }

    @Test
    void knowsThatAnotherOwnerBeganTheLane() {
        assertThat(read(10, Map.of(), ours(8).batch(8, "x", "y")).isBegunByAnother())
                .isTrue();
        assertThat(read(10, Map.of(), ours(3).batch(10, "x")).isBegunByAnother())
                .isTrue();
        assertThat(read(10, Map.of(), ours(0).batch(10, "x")).isBegunByAnother())
                .isFalse();
    }

    /** The cleaner took what the lane wrote first, before its first position was stored. */
    @Test
    void knowsThatItsOwnFirstBatchesAreGoneIfItsBeginningWasStored() {
        var tail = new Tail(LANE, 10, Map.of(), new Tail.Rules(true, false, false));
        tail.read(ours(2).batch(20, "c").bytes());

        assertThat(tail.isBegunByAnother()).isFalse();
        assertThat(entries(tail, "c")).containsExactly("18:?", "19:?", "20:c");
    }

    @Test
    void aLaneThatAppendedNothingLooksAtTheBeginningAndWellBeforeItsStart() {
        Stored others = Stored.log().batch(0, "x", "y");
        var tail = new Tail(LANE, 5_000, Map.of(), new Tail.Rules(false, true, true));
        assertThat(tail.position()).isZero();

        tail.read(others.bytes());

        assertThat(tail.position()).isEqualTo(4_000);
        assertThat(tail.isBegunByAnother()).isFalse();
        tail.read(ours(0).batch(4_100, "a").bytes());
        assertThat(tail.isBegunByAnother()).isTrue();
    }

    /** Its start is stored, so nobody else has begun it now: its positions were lost. */
    @Test
    void batchesBelowAStoredBeginningContradictIt() {
        var tail = new Tail(LANE, 5_000, Map.of(), new Tail.Rules(false, true, false));
        tail.read(ours(0).batch(0, "a").bytes());

        assertThat(tail.isBegunByAnother()).isFalse();
        assertThat(tail.contradiction()).contains("offset 0", "below where it is said to begin");
    }

    @Test
    void nothingIsAllocatedForAPositionThatClaimsToBeFarBehind() {
        assertThatThrownBy(() -> read(10, Map.of(A, 1L), ours(1 << 29).batch(10, "x")))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("behind");

        var tail = new Tail(LANE, 10, Map.of(A, 1L), new Tail.Rules(true, false, false));
        tail.logStartsAt(1L << 40);
        assertThatThrownBy(tail::end).isInstanceOf(Inconsistent.class).hasMessageContaining("behind");
    }

    @Test
    void batchesOfALaterGenerationAreNotedThoseOfAnEarlierAreNot() {
        long later = ProducerIds.of(A, LANE.next().next());
        long earlier = ProducerIds.of(A, OLDER);

        assertThat(read(10, Map.of(), Stored.log().producer(later, 8).batch(8, "x"))
                        .laterWhere())
                .contains("offsets 8 to 8");
        assertThat(read(10, Map.of(), Stored.log().producer(earlier, 8).batch(8, "x"))
                        .laterWhere())
                .isEmpty();
    }

    @Test
    void guessesWhatIsBelowTheLogStartIfNothingElseTells() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L), RULES);
        tail.logStartsAt(13);
        tail.end();

        assertThat(tail.position()).isEqualTo(13);
        assertThat(entries(tail)).containsExactly("10:?", "11:?", "12:?");
        assertThat(tail.guessed()).isEqualTo(3);
    }

    @Test
    void guessesNothingWhereOthersWriteToo() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L), new Tail.Rules(true, true, true));
        tail.logStartsAt(13);
        tail.end();

        assertThat(tail.size()).isZero();
    }

    @Test
    void believesTheSequenceRatherThanTheOffsetsWhereTheLogStartsLater() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L), RULES);
        tail.logStartsAt(20);
        tail.read(ours(7).batch(20, "c").bytes());
        tail.end();

        // Two of the ten deleted offsets were ours, the others a foreign writer's.
        assertThat(entries(tail, "c")).containsExactly("18:?", "19:?", "20:c");
        assertThat(tail.guessed()).isZero();
    }

    @Test
    void guessesNothingWhereTheLogStartsBelow() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L), RULES);
        tail.logStartsAt(10);
        tail.end();

        assertThat(tail.size()).isZero();
        assertThat(tail.position()).isEqualTo(10);
    }

    @Test
    void comparesRecordsOfALogAppendTimeTopicWithoutTheirTime() {
        Tail tail = read(0, Map.of(), ours(0).logAppendTime(1_800_000_000_000L).batch(0, "a"));
        List<Long> untimed = new ArrayList<>();
        RecordHashes.forEach(Stored.log().batch(0, "a").bytes(), false, (offset, hash) -> untimed.add(hash));

        assertThat(tail.needsHashesWithoutTime()).isTrue();
        assertThat(tail.holds(0, A, hash("a"), untimed.get(0))).isTrue();
        assertThat(tail.holds(0, A, hash("a"), 0)).isFalse();
    }

    @Test
    void stopsBeforeABatchThatIsCutShort() {
        Stored both = ours(0).batch(0, "a").batch(1, "b");
        int one = ours(0).batch(0, "a").bytes().remaining();
        var tail = new Tail(LANE, 0, Map.of(), RULES);
        tail.read(both.cutTo(2 * one - 1));
        assertThat(tail.position()).isEqualTo(1);

        tail.read(both.bytes().position(one).slice());
        assertThat(entries(tail, "a", "b")).containsExactly("0:a", "1:b");
    }

    @Test
    void passesOverMessagesOfOldFormats() {
        Tail tail = read(
                5,
                Map.of(),
                Stored.log().old(4, "x"),
                ours(0).batch(5, "a"),
                Stored.log().old(6, ""));

        assertThat(entries(tail, "a")).containsExactly("5:a");
        assertThat(tail.position()).isEqualTo(7);
    }

    @Test
    void doesNotLoopOnALengthThatCannotBe() {
        ByteBuffer bytes = ours(0).batch(0, "a").bytes();
        bytes.putInt(8, -12);
        var tail = new Tail(LANE, 0, Map.of(), RULES);
        tail.read(bytes);

        assertThat(tail.position()).isZero();
    }

    @Test
    void doesNotBelieveDamagedBytes() {
        ByteBuffer bytes = ours(0).batch(0, "a").bytes();
        bytes.put(bytes.limit() - 1, (byte) 0x55);

        assertThatThrownBy(() -> new Tail(LANE, 0, Map.of(), RULES).read(bytes)).isInstanceOf(DamagedBatch.class);
    }
}
