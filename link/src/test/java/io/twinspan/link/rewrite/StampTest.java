package io.twinspan.link.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinspan.link.batch.Batch;
import io.twinspan.link.protocol.Codec;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StampTest {
    private final Samples samples = new Samples(2);

    /** The one batch that was written, in a direct buffer that does not start at 0. */
    private static ByteBuffer batch(SourceLog log) {
        return log.fetched().records();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void changesNothingButTheNamedFields(Codec codec) {
        ByteBuffer batch = batch(new SourceLog(1234).transactional(codec, 9, true, samples.records(30)));
        ByteBuffer before =
                ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
        int position = batch.position();

        Stamp.stamp(batch, Target.PRODUCER_ID, Integer.MAX_VALUE);

        assertThat(batch.position()).isEqualTo(position);
        assertThat(batch.remaining()).isEqualTo(before.limit());
        assertThat(Batch.baseOffset(batch, position)).isZero();
        assertThat(Batch.leaderEpoch(batch, position)).isEqualTo(-1);
        assertThat(Batch.attributes(batch, position)).isEqualTo(codec.id());
        assertThat(Batch.producerId(batch, position)).isEqualTo(Target.PRODUCER_ID);
        assertThat(Batch.producerEpoch(batch, position)).isZero();
        assertThat(Batch.baseSequence(batch, position)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Batch.isCrcValid(batch, position)).isTrue();
        for (int at = 0; at < before.limit(); at++) {
            boolean named = at < Batch.LENGTH_AT
                    || (at >= Batch.LEADER_EPOCH_AT && at < Batch.MAGIC_AT)
                    || (at >= Batch.CRC_AT && at < Batch.LAST_OFFSET_DELTA_AT)
                    || (at >= Batch.PRODUCER_ID_AT && at < Batch.COUNT_AT);
            if (!named) {
                assertThat(batch.get(position + at)).as("byte %d", at).isEqualTo(before.get(at));
            }
        }
    }

    @Test
    void clearsTheDeleteHorizon() {
        var log = new SourceLog(0);
        log.compacted(Codec.NONE, List.of(new SimpleRecord(5, new byte[1], null)), offset -> true);
        ByteBuffer batch = batch(log);
        assertThat(Batch.attributes(batch, batch.position()) & Batch.DELETE_HORIZON)
                .isNotZero();

        Stamp.stamp(batch, 1, 0);

        assertThat(Batch.attributes(batch, batch.position())).isZero();
    }

    @Test
    void canBeRepeatedWithAnotherSequence() {
        ByteBuffer once = batch(new SourceLog(0).batch(Codec.LZ4, List.of(new SimpleRecord(1, new byte[9]))));
        ByteBuffer twice = batch(new SourceLog(0).batch(Codec.LZ4, List.of(new SimpleRecord(1, new byte[9]))));

        Stamp.stamp(once, 7, 30);
        Stamp.stamp(twice, 7, 10);
        Stamp.stamp(twice, 7, 30);

        assertThat(twice).isEqualTo(once);
    }

    @Test
    void refusesABatchWithHoles() {
        var log = new SourceLog(0);
        log.compacted(Codec.NONE, samples.records(10), offset -> offset != 4);

        assertRefused(batch(log), 0, "9 records for 10 offsets");
    }

    @Test
    void refusesAnEmptyBatch() {
        assertRefused(
                batch(new SourceLog(0).compacted(Codec.NONE, samples.records(10), offset -> false)),
                0,
                "0 records for 10 offsets");
    }

    @Test
    void refusesAControlBatch() {
        assertRefused(batch(new SourceLog(0).commit(4)), 0, "control batch");
    }

    @Test
    void refusesLogAppendTime() {
        assertRefused(batch(new SourceLog(0).logAppend(Codec.LZ4, 77, samples.records(3))), 0, "log append time");
    }

    @Test
    void refusesTwoBatchesAndPartOfOne() {
        var log = new SourceLog(0);
        log.batch(Codec.LZ4, samples.records(3)).batch(Codec.LZ4, samples.records(3));
        assertRefused(batch(log), 0, "exactly one batch per partition");

        ByteBuffer part = batch(new SourceLog(0).batch(Codec.LZ4, samples.records(3)));
        assertRefused(part.limit(part.limit() - 1), 0, "exactly one batch per partition");
        assertRefused(ByteBuffer.allocate(0), 0, "not a batch of record format 2");
    }

    @Test
    void refusesANegativeSequence() {
        assertRefused(batch(new SourceLog(0).batch(Codec.LZ4, samples.records(3))), -1, "sequence -1");
    }

    @Test
    void refusesOldFormats() {
        var log = new SourceLog(0);
        log.batch(Codec.NONE, samples.records(3));
        ByteBuffer batch = batch(log);
        batch.put(batch.position() + Batch.MAGIC_AT, (byte) 1);

        assertRefused(batch, 0, "not a batch of record format 2");
    }

    /** And leaves every byte as it is. */
    private static void assertRefused(ByteBuffer batch, int sequence, String why) {
        ByteBuffer before =
                ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();

        assertThatThrownBy(() -> Stamp.stamp(batch, 1, sequence))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
        assertThat(batch).isEqualTo(before);
    }
}
