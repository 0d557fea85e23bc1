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
        var tail = new Tail(LANE, from, counts);
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
        assertThatThrownBy(() -> read(10, Map.of(A, 5L), ours(4).batch(8, "x", "y")))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("offset 9")
                .hasMessageContaining("sequence 5")
                .hasMessageContaining("says 4");
    }

    @Test
    void contradictsWhenASequenceIsLowerThanWhatFollows() {
        assertThatThrownBy(() -> read(10, Map.of(A, 5L), ours(4).batch(10, "x", "y")))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("sequence 4")
                .hasMessageContaining("where 5");
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

    @Test
    void aLaneThatAppendedNothingLooksAtTheBeginningAndWellBeforeItsStart() {
        Stored others = Stored.log().batch(0, "x", "y");
        var tail = new Tail(LANE, 5_000, Map.of());
        assertThat(tail.position()).isZero();

        tail.read(others.bytes());

        assertThat(tail.position()).isEqualTo(4_000);
        assertThat(tail.isBegunByAnother()).isFalse();
        tail.read(ours(0).batch(4_100, "a").bytes());
        assertThat(tail.isBegunByAnother()).isTrue();
        assertThat(tail.begunWhere()).contains("4100 to 4100");
    }

    @Test
    void aLaneThatAppendedNothingFindsItsFirstBatchesBehindWhichOthersWrote() {
        assertThat(read(5_000, Map.of(), ours(0).batch(0, "a")).isBegunByAnother())
                .isTrue();
    }

    @Test
    void nothingIsAllocatedForAPositionThatClaimsToBeFarBehind() {
        assertThatThrownBy(() -> read(10, Map.of(A, 1L), ours(1 << 29).batch(10, "x")))
                .isInstanceOf(Inconsistent.class)
                .hasMessageContaining("behind");

        var tail = new Tail(LANE, 10, Map.of(A, 1L));
        tail.logStartsAt(1L << 40);
        assertThatThrownBy(tail::end).isInstanceOf(Inconsistent.class).hasMessageContaining("behind");
    }

    @Test
    void batchesOfALaterGenerationAreTheLanesOwnThoseOfAnEarlierAreNot() {
        long later = ProducerIds.of(A, LANE.next().next());
        long earlier = ProducerIds.of(A, OLDER);

        assertThat(read(10, Map.of(), Stored.log().producer(later, 8).batch(8, "x"))
                        .isBegunByAnother())
                .isTrue();
        assertThat(read(10, Map.of(), Stored.log().producer(earlier, 8).batch(8, "x"))
                        .isBegunByAnother())
                .isFalse();
    }

    @Test
    void guessesWhatIsBelowTheLogStartIfNothingElseTells() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L));
        tail.logStartsAt(13);
        tail.end();

        assertThat(tail.position()).isEqualTo(13);
        assertThat(entries(tail)).containsExactly("10:?", "11:?", "12:?");
        assertThat(tail.guessed()).isEqualTo(3);
    }

    @Test
    void believesTheSequenceRatherThanTheOffsetsWhereTheLogStartsLater() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L));
        tail.logStartsAt(20);
        tail.read(ours(7).batch(20, "c").bytes());
        tail.end();

        // Two of the ten deleted offsets were ours, the others a foreign writer's.
        assertThat(entries(tail, "c")).containsExactly("18:?", "19:?", "20:c");
        assertThat(tail.guessed()).isZero();
    }

    @Test
    void guessesNothingWhereTheLogStartsBelow() {
        var tail = new Tail(LANE, 10, Map.of(A, 5L));
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
        var tail = new Tail(LANE, 0, Map.of());
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
        var tail = new Tail(LANE, 0, Map.of());
        tail.read(bytes);

        assertThat(tail.position()).isZero();
    }

    @Test
    void doesNotBelieveDamagedBytes() {
        ByteBuffer bytes = ours(0).batch(0, "a").bytes();
        bytes.put(bytes.limit() - 1, (byte) 0x55);

        assertThatThrownBy(() -> new Tail(LANE, 0, Map.of()).read(bytes)).isInstanceOf(DamagedBatch.class);
    }
}
