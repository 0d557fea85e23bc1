package io.twinspan.link.rewrite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.protocol.Codec;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergerTest {
    private static final int MAX = 256 << 10;

    private final Samples samples = new Samples(5);
    private final CountingLease lease = new CountingLease();
    private final Merger merger = new Merger();

    private List<Piece> pieces(SourceLog log) {
        return new Sieve(3, true, null)
                .sift(log.fetched(), lease, 0, Integer.MAX_VALUE)
                .pieces();
    }

    private SourceLog tiny(Codec codec, int batches) {
        var log = new SourceLog(0);
        for (int i = 0; i < batches; i++) {
            log.batch(codec, samples.records(1 + samples.random().nextInt(8)))
                    .skip(samples.random().nextInt(2));
        }
        return log;
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void makesOneBatchWithTheRecordsOfAll(Codec codec) {
        SourceLog log = tiny(codec, 70);
        List<Piece> pieces = pieces(log);
        assertThat(merger.mergeable(new ArrayDeque<>(pieces), MAX)).isEqualTo(70);

        Piece merged = requireNonNull(merger.merge(pieces, MAX));

        assertThat(merged.origin()).isEqualTo(3);
        assertThat(merged.sourceEpoch()).isEqualTo(SourceLog.EPOCH);
        assertThat(merged.lease()).isNull();
        assertThat(merged.sizeBytes())
                .isLessThan(pieces.stream().mapToInt(Piece::sizeBytes).sum());
        assertThat(new Target().append(List.of(merged))).isEqualTo(log.visible(0));
        assertThat(lease.count()).as("inputs stay held").isEqualTo(71);
    }

    @Test
    void countsOnlyWhatFits() {
        SourceLog log = tiny(Codec.NONE, 40);
        List<Piece> pieces = pieces(log);

        for (int max = 500; max < 20_000; max += 500) {
            int count = merger.mergeable(pieces, max);

            assertThat(count).isLessThan(40);
            if (count > 1) {
                Piece merged = requireNonNull(merger.merge(pieces.subList(0, count), max));
                assertThat(merged.sizeBytes()).isLessThanOrEqualTo(max);
            }
        }
    }

    @Test
    void mergesOneOriginAndOneCodecOnly() {
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(1))
                .batch(Codec.LZ4, samples.records(1))
                .batch(Codec.ZSTD, samples.records(1))
                .batch(Codec.ZSTD, 0x7L << 60 | 99L << 36, samples.records(1));
        List<Piece> pieces = pieces(log);

        assertThat(merger.mergeable(pieces, MAX)).isEqualTo(2);
        assertThat(merger.mergeable(pieces.subList(1, 4), MAX)).isEqualTo(1);
        assertThat(merger.mergeable(pieces.subList(2, 4), MAX)).isEqualTo(1);
        assertThat(merger.mergeable(List.of(), MAX)).isZero();
        assertThatThrownBy(() -> merger.merge(pieces, MAX)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverOpensWellFilledBatches() {
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(100, 50))
                .batch(Codec.LZ4, List.of(new SimpleRecord(1, samples.noise(17 << 10))))
                .batch(Codec.NONE, List.of(new SimpleRecord(1, samples.noise(17 << 10))))
                .batch(Codec.NONE, List.of(new SimpleRecord(1, samples.noise(10 << 10))))
                .batch(Codec.NONE, samples.records(60, 50))
                .batch(Codec.LZ4, samples.records(20, 10))
                .batch(Codec.LZ4, List.of(new SimpleRecord(1, samples.noise(3 << 10))));
        List<Piece> pieces = pieces(log);

        assertThat(pieces).extracting(Merger::isSmall).containsExactly(false, false, false, true, true, true, true);
        assertThat(merger.mergeable(pieces, MAX)).isZero();
    }

    @Test
    void givesUpOnSmallPiecesThatOpenToTooMuch() {
        var log = new SourceLog(0);
        for (int i = 0; i < 12; i++) {
            log.batch(Codec.ZSTD, List.of(new SimpleRecord(1, new byte[5 << 20])));
        }
        List<Piece> pieces = pieces(log);
        assertThat(merger.mergeable(pieces, MAX)).isEqualTo(12);

        assertThat(merger.merge(pieces, MAX)).isNull();

        int fewer = merger.mergeable(pieces, MAX);
        assertThat(fewer).isEqualTo(6);
        Piece merged = requireNonNull(merger.merge(pieces.subList(0, fewer), MAX));
        assertThat(new Target().append(List.of(merged)))
                .isEqualTo(log.visible(0).subList(0, 6));
    }

    @Test
    void keepsLargestTimestampAlsoWhenItComesFirst() {
        var log = new SourceLog(0);
        log.batch(Codec.NONE, List.of(new SimpleRecord(900, new byte[1])))
                .batch(Codec.NONE, List.of(new SimpleRecord(-1, new byte[1])))
                .batch(Codec.NONE, List.of(new SimpleRecord(100, new byte[1])));

        Piece merged = requireNonNull(merger.merge(pieces(log), MAX));

        assertThat(merged.batch().getLong(35)).isEqualTo(900);
        assertThat(new Target().append(List.of(merged))).isEqualTo(log.visible(0));
    }
}
