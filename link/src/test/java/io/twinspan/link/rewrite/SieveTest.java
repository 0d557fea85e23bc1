package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.Origins;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.batch.Spans;
import io.twinspan.link.protocol.Codec;
import io.twinspan.model.position.LaneId;
import io.twinspan.model.position.ProducerIds;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SieveTest {
    private static final int LOCAL = 0xABCDE;
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final Samples samples = new Samples(1);
    private final CountingLease lease = new CountingLease();
    private final Sieve sieve = new Sieve(LOCAL, true, null);

    private Sifted sift(SourceLog log, long position) {
        return sieve.sift(log.fetched(), lease, position, UNBOUNDED);
    }

    private static List<Seen> seen(Sifted sifted) {
        return new Target().append(sifted.pieces());
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void passesDenseBatchesThroughUntouched(Codec codec) {
        var log = new SourceLog(100);
        log.batch(codec, samples.records(50)).batch(codec, 9, samples.records(1));
        byte[] source = log.bytes();

        Sifted sifted = sift(log, 100);

        assertThat(sifted.pieces()).hasSize(2).allSatisfy(piece -> {
            assertThat(piece.lease()).isSameAs(lease);
            assertThat(piece.batch().isDirect()).isTrue();
            assertThat(piece.origin()).isEqualTo(LOCAL);
            assertThat(piece.sourceEpoch()).isEqualTo(SourceLog.EPOCH);
        });
        assertThat(sifted.pieces().get(0).spans()).isEqualTo(Spans.of(100, 50));
        assertThat(bytes(sifted.pieces().get(0)))
                .isEqualTo(Arrays.copyOf(source, sifted.pieces().get(0).sizeBytes()));
        assertThat(lease.count()).isEqualTo(3);
        assertThat(sifted.position()).isEqualTo(151);
        assertThat(sifted.lastEpoch()).isEqualTo(SourceLog.EPOCH);
        assertThat(sifted.unexplainedHole()).isFalse();
        assertThat(seen(sifted)).isEqualTo(log.visible(100));

        sifted.pieces().forEach(Piece::release);
        sifted.pieces().forEach(Piece::release);
        assertThat(lease.count()).isEqualTo(1);
    }

    @Test
    void leavesOutWholeBatchesOfOriginsThatAreNotCarried() {
        int other = LOCAL + 1;
        int target = LOCAL + 2;
        LaneId lane = new LaneId(new Uuid(7, 7), "t", 0, 0);
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(3))
                .batch(Codec.LZ4, ProducerIds.of(other, lane), samples.records(5))
                .batch(Codec.NONE, 4711, samples.records(2))
                .batch(Codec.ZSTD, ProducerIds.of(target, lane), samples.records(4));

        assertThat(carried(Origins.AUTO, log)).containsExactly("0+3", "3+5", "8+2", "10+4");
        assertThat(carried(Origins.LOCAL, log)).containsExactly("0+3", "8+2");
        assertThat(carried(Origins.ALL, log)).containsExactly("0+3", "3+5", "8+2");

        Sifted sifted = sieve(Origins.LOCAL).sift(log.fetched(), lease, 4, UNBOUNDED);
        assertThat(sifted.otherOriginRecords()).isEqualTo(4 + 4);
        assertThat(sifted.position()).isEqualTo(14);
        assertThat(sifted.unexplainedHole()).isFalse();
    }

    private static Sieve sieve(Origins rule) {
        return new Sieve(LOCAL, rule.carried(LOCAL, LOCAL + 2), true, null);
    }

    private List<String> carried(Origins rule, SourceLog log) {
        return sieve(rule).sift(log.fetched(), lease, 0, UNBOUNDED).pieces().stream()
                .map(piece -> piece.spans().first() + "+" + piece.records())
                .toList();
    }

    @Test
    void equalNamesCarryWhatIsLocalUnlessAskedOtherwise() {
        assertThat(Origins.AUTO.forTopics("t", "t")).isEqualTo(Origins.LOCAL);
        assertThat(Origins.AUTO.forTopics("t", "dc1.t")).isEqualTo(Origins.AUTO);
        assertThat(Origins.ALL.forTopics("t", "t")).isEqualTo(Origins.ALL);
        assertThat(Origins.LOCAL.forTopics("t", "dc1.t")).isEqualTo(Origins.LOCAL);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void trimsAtEveryPosition(Codec codec) {
        var log = new SourceLog(40);
        log.batch(codec, samples.records(20)).batch(codec, samples.records(5));

        for (long position = 40; position <= 65; position++) {
            Sifted sifted = sift(log, position);

            assertThat(seen(sifted)).isEqualTo(log.visible(position));
            assertThat(sifted.position()).isEqualTo(65);
            assertThat(sifted.unexplainedHole()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void rebuildsCompactedBatchesAndSaysWhichOffsetsSurvive(Codec codec) {
        var log = new SourceLog(10);
        log.compacted(codec, samples.records(30), offset -> offset % 3 == 0 && offset != 24)
                .batch(codec, samples.records(2));

        Sifted sifted = sift(log, 10);

        assertThat(seen(sifted)).isEqualTo(log.visible(10));
        assertThat(sifted.pieces().get(0).spans().toString())
                .isEqualTo("Spans[12+1 15+1 18+1 21+1 27+1 30+1 33+1 36+1 39+1]");
        assertThat(sifted.pieces().get(0).lease()).isNull();
        assertThat(sifted.pieces().get(0).sourceEpoch()).isEqualTo(SourceLog.EPOCH);
        assertThat(sifted.position()).isEqualTo(42);
        assertThat(sifted.unexplainedHole()).isTrue();
    }

    @Test
    void trimsCompactedBatchesAtEveryPosition() {
        var log = new SourceLog(10);
        log.compacted(Codec.LZ4, samples.records(30), offset -> offset % 4 == 1);

        for (long position = 10; position <= 40; position++) {
            Sifted sifted = sift(log, position);

            assertThat(seen(sifted)).isEqualTo(log.visible(position));
            assertThat(sifted.position()).isEqualTo(40);
        }
    }

    @Test
    void keepsTimestampsWhereTheCleanerStoredADeleteHorizon() {
        var log = new SourceLog(0);
        log.compacted(
                Codec.NONE,
                List.of(
                        new SimpleRecord(1_700_000_000_000L, new byte[] {1}, null),
                        new SimpleRecord(1_700_000_000_009L, new byte[] {2}, new byte[] {2})),
                offset -> true);

        Sifted sifted = sift(log, 0);

        assertThat(sifted.pieces().get(0).lease()).as("passes through").isNotNull();
        assertThat(seen(sifted)).isEqualTo(log.visible(0));
    }

    @Test
    void skipsBatchesThatTheCleanerEmptied() {
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(3))
                .compacted(Codec.LZ4, samples.records(5), offset -> false)
                .batch(Codec.LZ4, samples.records(2));

        Sifted sifted = sift(log, 0);

        assertThat(sifted.pieces()).hasSize(2);
        assertThat(seen(sifted)).isEqualTo(log.visible(0));
        assertThat(sifted.position()).isEqualTo(10);
        assertThat(sifted.unexplainedHole()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void keepsTheTimestampThatReadersOfLogAppendTimeSaw(Codec codec) {
        var log = new SourceLog(0);
        log.logAppend(codec, 1_650_000_000_000L, samples.records(20))
                .compactedLogAppend(codec, 1_650_000_000_777L, samples.records(20), offset -> offset % 2 == 0);

        Sifted sifted = sift(log, 0);

        List<Seen> seen = seen(sifted);
        assertThat(seen).isEqualTo(log.visible(0)).hasSize(30);
        assertThat(seen.get(0).timestamp()).isEqualTo(1_650_000_000_000L);
        assertThat(seen.get(29).timestamp()).isEqualTo(1_650_000_000_777L);
    }

    @Test
    void leavesOutMarkersAndWhatWasAborted() {
        var log = new SourceLog(0);
        log.transactional(Codec.LZ4, 1, true, samples.records(4))
                .transactional(Codec.LZ4, 2, false, samples.records(3))
                .batch(Codec.LZ4, samples.records(2))
                .transactional(Codec.LZ4, 2, false, samples.records(3))
                .abort(2, 4)
                .transactional(Codec.LZ4, 2, true, samples.records(5))
                .commit(1)
                .commit(2);

        Sifted sifted = sift(log, 0);

        assertThat(seen(sifted)).isEqualTo(log.visible(0)).hasSize(11);
        assertThat(sifted.abortedRecords()).isEqualTo(6);
        assertThat(sifted.controlBatches()).isEqualTo(3);
        assertThat(sifted.position()).isEqualTo(20);
        assertThat(sifted.unexplainedHole()).isFalse();
    }

    @Test
    void knowsOfTransactionsThatBeganBeforeTheAnswer() {
        var log = new SourceLog(50);
        log.transactional(Codec.NONE, 2, false, samples.records(3))
                .abort(2, 17)
                .transactional(Codec.NONE, 2, true, samples.records(2))
                .commit(2);

        Sifted sifted = sift(log, 51);

        assertThat(seen(sifted)).isEqualTo(log.visible(51)).hasSize(2);
        assertThat(sifted.abortedRecords()).isEqualTo(2);
    }

    @Test
    void copiesAbortedDataWhenUncommittedDataIsWanted() {
        var log = new SourceLog(0);
        log.transactional(Codec.LZ4, 2, false, samples.records(3)).abort(2, 0);

        Sifted sifted = new Sieve(LOCAL, false, null).sift(log.fetched(), lease, 0, UNBOUNDED);

        assertThat(seen(sifted)).hasSize(3);
        assertThat(sifted.abortedRecords()).isZero();
        assertThat(sifted.controlBatches()).isEqualTo(1);
    }

    @Test
    void doesNotTakeMarkersForHoles() {
        var log = new SourceLog(0);
        log.commit(1).batch(Codec.NONE, samples.records(1)).commit(1);

        assertThat(sift(log, 0).unexplainedHole()).isFalse();
    }

    @Test
    void seesOffsetsThatAreMissingBetweenBatches() {
        var log = new SourceLog(0);
        log.batch(Codec.NONE, samples.records(1)).skip(4).batch(Codec.NONE, samples.records(1));

        assertThat(sift(log, 0).unexplainedHole()).isTrue();
        assertThat(sift(log, 5).unexplainedHole()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void splitsWhatIsTooLarge(Codec codec) {
        var log = new SourceLog(0);
        log.batch(codec, samples.records(300, 2_000));
        int size = log.bytes().length;

        for (int parts = 2; parts < 40; parts += 3) {
            int max = size / parts;
            Sifted sifted = sieve.sift(log.fetched(), lease, 7, max);

            assertThat(sifted.pieces())
                    .hasSizeGreaterThan(1)
                    .allMatch(piece -> piece.sizeBytes() <= max || piece.records() == 1);
            assertThat(seen(sifted)).isEqualTo(log.visible(7));
            assertThat(sifted.unexplainedHole()).isFalse();
        }
    }

    @Test
    void letsASingleRecordThatIsTooLargeGoAlone() {
        var log = new SourceLog(0);
        var large = new SimpleRecord(1, null, samples.noise(5_000));
        log.batch(Codec.ZSTD, List.of(large))
                .batch(Codec.ZSTD, List.of(new SimpleRecord(1, null, new byte[3]), large, large));

        Sifted sifted = sieve.sift(log.fetched(), lease, 0, 1_000);

        assertThat(sifted.pieces()).hasSize(4);
        assertThat(sifted.pieces().get(0).lease()).as("passes through").isNotNull();
        assertThat(seen(sifted)).isEqualTo(log.visible(0));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void recompressesWhatComesInAnotherCodec(Codec target) {
        var log = new SourceLog(0);
        for (Codec codec : Codec.values()) {
            log.batch(codec, samples.records(10));
        }

        Sifted sifted = new Sieve(LOCAL, true, target.text()).sift(log.fetched(), lease, 0, UNBOUNDED);

        assertThat(sifted.pieces())
                .hasSize(5)
                .allMatch(piece -> (piece.batch().get(piece.batch().position() + 22) & 7) == target.id());
        assertThat(sifted.pieces().stream().filter(piece -> piece.lease() != null))
                .hasSize(1);
        assertThat(seen(sifted)).isEqualTo(log.visible(0));
    }

    @Test
    void carriesTheOriginOfWhatALinkWrote() {
        int origin = ProducerIds.origin("cluster-3");
        long linkId = 0x7L << 60 | (long) origin << 36 | 12345;
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, linkId, samples.records(3)).batch(Codec.LZ4, 3, samples.records(2));

        assertThat(sift(log, 0).pieces()).extracting(Piece::origin).containsExactly(origin, LOCAL);
        assertThat(sift(log, 1).pieces()).extracting(Piece::origin).containsExactly(origin, LOCAL);
    }

    @Test
    void leavesABatchThatIsCutShortToTheNextFetch() {
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(3));
        int first = log.bytes().length;
        log.batch(Codec.LZ4, samples.records(30));
        byte[] bytes = log.bytes();

        for (int length = first; length < bytes.length; length++) {
            Sifted sifted = sieve.sift(log.fetched(Arrays.copyOf(bytes, length)), lease, 0, UNBOUNDED);

            assertThat(sifted.pieces()).hasSize(1);
            assertThat(sifted.position()).isEqualTo(3);
            assertThat(sifted.damaged()).isNull();
        }
    }

    @Test
    void staysWhereItIsWhenNothingCame() {
        Sifted sifted = sift(new SourceLog(0), 12);

        assertThat(sifted.pieces()).isEmpty();
        assertThat(sifted.position()).isEqualTo(12);
        assertThat(sifted.lastEpoch()).isEqualTo(-1);
        assertThat(sifted.unexplainedHole()).isFalse();
    }

    @Test
    void returnsWhatCameBeforeADamagedBatch() {
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(3));
        int first = log.bytes().length;
        log.batch(Codec.LZ4, samples.records(3)).batch(Codec.LZ4, samples.records(3));
        byte[] bytes = log.bytes();
        bytes[first + 80] ^= 4;

        Sifted sifted = sieve.sift(log.fetched(bytes), lease, 0, UNBOUNDED);

        assertThat(sifted.pieces()).hasSize(1);
        assertThat(sifted.position()).isEqualTo(3);
        DamagedBatch damaged = sifted.damaged();
        assertThat(damaged).hasMessage("the batch at offset 3 is damaged: its CRC does not match its bytes");
        assertThat(damaged).extracting(DamagedBatch::offset).isEqualTo(3L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"NONE", "GZIP", "SNAPPY", "LZ4"})
    void turnsOldFormatsIntoBatches(Codec codec) {
        var log = new SourceLog(20);
        log.old(0, codec, TimestampType.NO_TIMESTAMP_TYPE, samples.headerless(10))
                .old(1, codec, TimestampType.CREATE_TIME, samples.headerless(10))
                .old(1, codec, TimestampType.LOG_APPEND_TIME, samples.headerless(10))
                .batch(codec, samples.records(5));

        for (long position = 20; position <= 55; position++) {
            Sifted sifted = sift(log, position);

            assertThat(sifted.damaged()).isNull();
            assertThat(seen(sifted)).isEqualTo(log.visible(position));
            assertThat(sifted.position()).isEqualTo(55);
            assertThat(sifted.unexplainedHole()).isFalse();
        }
        assertThat(sift(log, 20).pieces())
                .as("records that stood alone go together")
                .hasSize(2);
    }

    @Test
    void splitsAndSeesHolesInOldFormats() {
        var log = new SourceLog(0);
        log.old(1, Codec.NONE, TimestampType.CREATE_TIME, samples.headerless(50))
                .skip(2)
                .old(1, Codec.GZIP, TimestampType.CREATE_TIME, samples.headerless(50));

        Sifted sifted = sieve.sift(log.fetched(), lease, 0, 700);

        assertThat(sifted.pieces()).allMatch(piece -> piece.sizeBytes() <= 700 || piece.records() == 1);
        assertThat(seen(sifted)).isEqualTo(log.visible(0));
        assertThat(sifted.unexplainedHole()).isTrue();
    }

    @Test
    void findsDamageInOldFormats() {
        var log = new SourceLog(0);
        log.old(1, Codec.NONE, TimestampType.CREATE_TIME, samples.headerless(2));
        byte[] bytes = log.bytes();
        bytes[bytes.length - 1] ^= 1;

        Sifted sifted = sieve.sift(log.fetched(bytes), lease, 0, UNBOUNDED);

        assertThat(sifted.damaged()).hasMessageContaining("the CRC-32 of a message does not match its bytes");
        assertThat(sifted.position()).isEqualTo(1);
        assertThat(seen(sifted)).isEqualTo(log.visible(0).subList(0, 1));
    }

    @Test
    void refusesACodecThatDoesNotExist() {
        assertThatThrownBy(() -> new Sieve(LOCAL, true, "lzma"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lzma");
    }

    private static byte[] bytes(Piece piece) {
        var bytes = new byte[piece.sizeBytes()];
        piece.batch().duplicate().get(bytes);
        return bytes;
    }
}
