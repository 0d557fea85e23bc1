package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.batch.Piece;
import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes are: pieces and perhaps a damaged batch, in bounded time, and no other error. */
class HostileBytesTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Samples samples = new Samples(8);
    private final Random random = new Random(8);

    private int damaged;
    private int rounds;

    /** Opens every batch, since they are in another codec than is wanted or too large. */
    private void sift(SourceLog log, byte[] bytes) {
        var lease = new CountingLease();
        String target =
                random.nextInt(3) == 0 ? null : Codec.of(random.nextInt(5)).text();
        long position = log.end() < 1 ? 0 : random.nextInt((int) log.end());
        var sieve = new Sieve(1, random.nextInt(4) != 0, target);
        Sifted sifted = sieve.sift(log.fetched(bytes), lease, position, 100 + random.nextInt(4_000));
        sifted.pieces().forEach(Piece::release);
        assertThat(lease.count()).isEqualTo(1);
        assertThat(sifted.position()).isGreaterThanOrEqualTo(position);
        rounds++;
        damaged += sifted.damaged() == null ? 0 : 1;
    }

    private static void seal(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int at = 0; bytes.length - at > Batch.HEADER_BYTES; ) {
            int size = Batch.sizeBytes(buffer, at);
            if (Batch.magic(buffer, at) != Batch.MAGIC || size < Batch.HEADER_BYTES || size > bytes.length - at) {
                return;
            }
            buffer.putInt(at + Batch.CRC_AT, Batch.computeCrc(buffer, at, size));
            at += size;
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void survivesChangedBytesUnderAFreshCrc(Codec codec) {
        Assertions.assertTimeoutPreemptively(BOUND, () -> {
            for (int round = 0; round < 1_500; round++) {
                var log = new SourceLog(0);
                log.batch(codec, samples.records(1 + random.nextInt(8), 60))
                        .transactional(codec, 4, false, samples.records(2, 60))
                        .abort(4, 0)
                        .batch(codec, samples.records(1 + random.nextInt(8), 60));
                byte[] bytes = log.bytes();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                seal(bytes);
                sift(log, bytes);
            }
        });
        assertThat(damaged).isGreaterThan(rounds / 10).isLessThan(rounds);
    }

    @Test
    void survivesHugeLengthsInRecords() {
        Assertions.assertTimeoutPreemptively(BOUND, () -> {
            var log = new SourceLog(0);
            log.batch(Codec.NONE, samples.records(4, 30));
            byte[] source = log.bytes();
            for (int at = Batch.HEADER_BYTES; at < source.length - 6; at++) {
                byte[] bytes = source.clone();
                Varints.write(bytes, at, random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE);
                seal(bytes);
                sift(log, bytes);
            }
        });
        assertThat(damaged).isPositive();
    }

    @Test
    void survivesChangedOldFormats() {
        Assertions.assertTimeoutPreemptively(BOUND, () -> {
            for (int round = 0; round < 1_500; round++) {
                var log = new SourceLog(0);
                for (int magic = 0; magic < 2; magic++) {
                    Codec codec = Codec.of(random.nextInt(4));
                    var type = magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME;
                    log.old(magic, codec, type, samples.headerless(1 + random.nextInt(5)));
                }
                byte[] bytes = log.bytes();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                sift(log, bytes);
            }
        });
        assertThat(damaged).isGreaterThan(rounds / 2);
    }

    @Test
    void survivesGarbage() {
        Assertions.assertTimeoutPreemptively(BOUND, () -> {
            for (int round = 0; round < 5_000; round++) {
                byte[] bytes = samples.noise(random.nextInt(400));
                if (bytes.length > Batch.HEADER_BYTES) {
                    // Lead it past the first checks.
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    buffer.put(Batch.MAGIC_AT, (byte) random.nextInt(3));
                    buffer.putInt(Batch.LENGTH_AT, bytes.length - Batch.PREFIX_BYTES - random.nextInt(3));
                    buffer.putLong(0, random.nextInt(100));
                    buffer.putInt(Batch.LAST_OFFSET_DELTA_AT, random.nextInt(5));
                    buffer.putInt(Batch.COUNT_AT, random.nextInt(5));
                    seal(bytes);
                }
                sift(new SourceLog(0), bytes);
            }
        });
        assertThat(damaged).isPositive();
    }

    @Test
    void refusesABatchThatOpensToMoreThanTheBound() {
        byte[] zeros = new byte[Opened.MAX_OPENED_BYTES + 1];
        ByteBuffer bomb = Codec.ZSTD.compress(zeros, zeros.length, Batch.HEADER_BYTES, new Codec.Buffers());
        var log = new SourceLog(0);
        byte[] header = log.batch(Codec.ZSTD, samples.records(1)).bytes();
        bomb.put(0, header, 0, Batch.HEADER_BYTES);
        bomb.putInt(Batch.LENGTH_AT, bomb.limit() - Batch.PREFIX_BYTES);
        byte[] bytes = Utils.toArray(bomb);
        seal(bytes);

        Sifted sifted = new Sieve(0, true, "lz4").sift(log.fetched(bytes), new CountingLease(), 0, Integer.MAX_VALUE);

        assertThat(sifted.damaged()).hasMessageContaining("opens to more than the bound of 134217728 bytes");
    }

    /** No CRC covers the base offset: where it is damaged, the batch must not move the position. */
    @Test
    void aBatchThatStandsOutsideOfTheLogOrBeforeTheOneBeforeItIsDamaged() {
        for (long wrong : new long[] {0, 3, 8, 1_000, Long.MAX_VALUE - 10, -5}) {
            var log = new SourceLog(0);
            log.batch(Codec.NONE, samples.records(4, 30)).batch(Codec.NONE, samples.records(4, 30));
            byte[] bytes = log.bytes();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            buffer.putLong(Batch.sizeBytes(buffer, 0), wrong);
            var lease = new CountingLease();

            Sifted sifted = new Sieve(1, true, null).sift(log.fetched(bytes), lease, 0, 1 << 20);

            assertThat(sifted.damaged()).as("base offset %d", wrong).isNotNull();
            assertThat(sifted.position()).isEqualTo(4);
            assertThat(sifted.pieces()).hasSize(1);
            sifted.pieces().forEach(Piece::release);
        }
    }

    @Test
    void aLeaderEpochThatIsNoneIsTakenForNone() {
        var log = new SourceLog(0);
        log.batch(Codec.NONE, samples.records(4, 30));
        byte[] bytes = log.bytes();
        ByteBuffer.wrap(bytes).putInt(Batch.LEADER_EPOCH_AT, Integer.MIN_VALUE);

        Sifted sifted = new Sieve(1, true, null).sift(log.fetched(bytes), new CountingLease(), 0, 1 << 20);

        assertThat(sifted.damaged()).isNull();
        assertThat(sifted.lastEpoch()).isEqualTo(-1);
    }
}
