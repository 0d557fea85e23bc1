package io.twinspan.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final int AT = 5;

    /** A batch as Kafka writes it, in a direct buffer with other bytes around it. */
    private static ByteBuffer buffer(MemoryRecords records) {
        ByteBuffer bytes = records.buffer();
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.remaining() + 9);
        buffer.put(AT, bytes, bytes.position(), bytes.remaining());
        return buffer;
    }

    private static MemoryRecords transactional() {
        return MemoryRecords.withTransactionalRecords(
                900L,
                Compression.lz4().build(),
                4711L,
                (short) 12,
                345,
                6,
                new SimpleRecord(1_700_000_000_005L, "key".getBytes(StandardCharsets.UTF_8), new byte[50]),
                new SimpleRecord(1_700_000_000_009L, null, new byte[50]),
                new SimpleRecord(1_700_000_000_001L, new byte[2], null));
    }

    @Test
    void readsTheFieldsThatKafkaWrote() {
        MemoryRecords records = transactional();
        var kafka = (DefaultRecordBatch) records.batches().iterator().next();
        ByteBuffer buffer = buffer(records);

        assertThat(Batch.sizeBytes(buffer, AT)).isEqualTo(kafka.sizeInBytes());
        assertThat(Batch.baseOffset(buffer, AT)).isEqualTo(900);
        assertThat(Batch.lastOffset(buffer, AT)).isEqualTo(902);
        assertThat(Batch.lastOffsetDelta(buffer, AT)).isEqualTo(2);
        assertThat(Batch.leaderEpoch(buffer, AT)).isEqualTo(6);
        assertThat(Batch.magic(buffer, AT)).isEqualTo(2);
        assertThat(Batch.crc(buffer, AT)).isEqualTo((int) kafka.checksum());
        assertThat(Batch.baseTimestamp(buffer, AT)).isEqualTo(1_700_000_000_005L);
        assertThat(Batch.maxTimestamp(buffer, AT)).isEqualTo(1_700_000_000_009L);
        assertThat(Batch.producerId(buffer, AT)).isEqualTo(4711);
        assertThat(Batch.producerEpoch(buffer, AT)).isEqualTo((short) 12);
        assertThat(Batch.baseSequence(buffer, AT)).isEqualTo(345);
        assertThat(Batch.recordCount(buffer, AT)).isEqualTo(3);
        assertThat(Batch.codecId(buffer, AT)).isEqualTo(3);
        assertThat(Batch.isTransactional(buffer, AT)).isTrue();
        assertThat(Batch.isControl(buffer, AT)).isFalse();
        assertThat(Batch.isLogAppendTime(buffer, AT)).isFalse();
        assertThat(Batch.isDense(buffer, AT)).isTrue();
        assertThat(Batch.isCrcValid(buffer, AT)).isTrue();
    }

    @Test
    void knowsLogAppendTime() {
        ByteBuffer buffer = buffer(MemoryRecords.withRecords(
                (byte) 2, 0, Compression.NONE, TimestampType.LOG_APPEND_TIME, new SimpleRecord(new byte[1])));

        assertThat(Batch.isLogAppendTime(buffer, AT)).isTrue();
        assertThat(Batch.isTransactional(buffer, AT)).isFalse();
    }

    @Test
    void detectsEverySingleFlippedBitUnderTheCrc() {
        ByteBuffer buffer = buffer(transactional());
        int size = Batch.sizeBytes(buffer, AT);

        for (int bit = Batch.CRC_AT * 8; bit < size * 8; bit++) {
            int place = AT + bit / 8;
            buffer.put(place, (byte) (buffer.get(place) ^ (1 << (bit % 8))));
            assertThat(Batch.isCrcValid(buffer, AT)).as("bit %d", bit).isFalse();
            buffer.put(place, (byte) (buffer.get(place) ^ (1 << (bit % 8))));
        }
        assertThat(Batch.isCrcValid(buffer, AT)).isTrue();
    }

    @Test
    void takesNoLengthThatLeadsOutside() {
        ByteBuffer buffer = buffer(transactional());

        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 48, buffer.limit(), Integer.MAX_VALUE}) {
            buffer.putInt(AT + Batch.LENGTH_AT, length);
            assertThat(Batch.isCrcValid(buffer, AT)).as("length %d", length).isFalse();
        }
    }
}
