package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Piece;
import io.twinspan.link.protocol.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random logs from seeds: whatever is in them, the target shows the same records under the same offsets. */
class SieveSeedTest {
    private static final int LOGS_PER_SEED = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void showsTheSameRecordsOnBothSides(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < LOGS_PER_SEED; i++) {
            long logSeed = random.nextLong();
            check(logSeed);
        }
    }

    private static void check(long seed) {
        var samples = new Samples(seed);
        Random random = samples.random();
        var log = new SourceLog(random.nextInt(3) == 0 ? random.nextLong() >>> 2 : random.nextInt(1000));
        long first = log.next();
        int batches = 1 + random.nextInt(12);
        for (int i = 0; i < batches; i++) {
            append(log, samples, random);
        }
        long position = first + random.nextInt((int) (log.next() - first) + 1);
        String target = random.nextInt(3) == 0 ? codec(random).text() : null;
        int maxBytes = random.nextBoolean() ? 1 << 20 : 200 + random.nextInt(5_000);
        var lease = new CountingLease();

        Sifted sifted = new Sieve(1, true, target).sift(log.fetched(), lease, position, maxBytes);

        assertThat(sifted.damaged()).as("seed %d", seed).isNull();
        assertThat(sifted.position()).as("seed %d", seed).isEqualTo(Math.max(position, log.end()));
        assertThat(sifted.pieces())
                .as("seed %d", seed)
                .allMatch(piece -> piece.sizeBytes() <= maxBytes || piece.records() == 1);
        var merger = new Merger();
        assertThat(new Target().append(merged(merger, sifted.pieces())))
                .as("seed %d", seed)
                .isEqualTo(log.visible(position));
        sifted.pieces().forEach(Piece::release);
        assertThat(lease.count()).as("seed %d", seed).isEqualTo(1);
    }

    /** Merges wherever something can be merged. */
    private static List<Piece> merged(Merger merger, List<Piece> pieces) {
        var result = new ArrayList<Piece>();
        for (int i = 0; i < pieces.size(); ) {
            int count = merger.mergeable(pieces.subList(i, pieces.size()), 100_000);
            Piece merged = count < 2 ? null : merger.merge(pieces.subList(i, i + count), 100_000);
            result.add(merged == null ? pieces.get(i) : merged);
            i += merged == null ? 1 : count;
        }
        return result;
    }

    /** Appends anything that a log can hold. */
    static void append(SourceLog log, Samples samples, Random random) {
        Codec codec = codec(random);
        int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
        switch (random.nextInt(10)) {
            case 0 ->
                log.compacted(
                        codec,
                        samples.records(count),
                        offset -> samples.random().nextInt(3) == 0);
            case 1 -> log.logAppend(codec, 1_650_000_000_000L + random.nextInt(1000), samples.records(count));
            case 2 -> {
                long firstOffset = log.next();
                log.transactional(codec, 77, false, samples.records(count)).abort(77, firstOffset);
            }
            case 3 -> log.transactional(codec, 78, true, samples.records(count)).commit(78);
            case 4 -> log.skip(random.nextInt(5));
            case 5 -> {
                Codec old = codec == Codec.ZSTD ? Codec.LZ4 : codec;
                var type = random.nextBoolean() ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME;
                int magic = random.nextInt(2);
                log.old(magic, old, magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : type, samples.headerless(count));
            }
            default -> log.batch(codec, samples.records(count));
        }
    }

    private static Codec codec(Random random) {
        return Codec.of(random.nextInt(5));
    }
}
